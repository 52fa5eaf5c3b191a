package io.gradsweep.workers.simulations.attention;

import static io.gradsweep.workers.numeric.DenseMatrix.Op.AS_IS;
import static io.gradsweep.workers.numeric.DenseMatrix.Op.TRANSPOSED;

import io.gradsweep.workers.numeric.DenseMatrix;

/**
 * One causal attention head on one sequence: Q = X W_Q, K = X W_K, V = X W_V; s_ij = q_i·k_j / √d_k
 * for j ≤ i; α_i = softmax(s_i); g_i = Σ_j α_ij v_j; z_i = g_i W_O; L = -(1/n) Σ_i ln softmax(z_i)
 * at the label. The gradient, with D_i = (p_i - e_{y_i})/n and u_i = W_O D_i: ∂L/∂s_ij = α_ij (b_ij
 * - b̄_i) with b_ij = u_i·v_j and b̄_i = Σ_k α_ik b_ik (the advantage-based routing law), and
 * ∂L/∂v_j = Σ_i α_ij u_i (the responsibility-weighted value update); Agarwal, Dalal, Misra (2025).
 *
 * <p>Rows are processed in blocks: each block does its whole pass, forward and back, against the
 * keys up to its last row, because u_i depends on row i alone. So no n x n matrix is ever stored,
 * and a block fits the cache. Passes allocate nothing. Serves one thread.
 */
final class CausalHead {

  private final TokenSequence data;
  private final boolean freeValues;
  private final double scale;
  private final DenseMatrix q;
  private final DenseMatrix k;
  private final DenseMatrix v;
  private final DenseMatrix g;
  private final DenseMatrix d;
  private final DenseMatrix u;
  private final DenseMatrix dq;
  private final DenseMatrix dk;
  private final DenseMatrix dv;
  private final Routing routing = new Routing();
  private final RowBlock[] blocks;
  private final double[] alpha;
  private final double[] row;
  private final double[] alphaRow;

  /** b̄_i = u_i·g_i = D_i·z_i. */
  private final double[] meanAdvantage;

  private final LabelLoss losses;

  /**
   * @param like a head's matrices, for their shapes
   * @param freeValues whether {@code v} of a head's matrices are the values, not W_V
   */
  CausalHead(TokenSequence data, HeadMatrices like, boolean freeValues) {
    this.data = data;
    this.freeValues = freeValues;
    int n = data.size();
    int keys = like.q().columns();
    int values = like.v().columns();
    scale = 1 / Math.sqrt(keys);
    q = new DenseMatrix(n, keys);
    k = new DenseMatrix(n, keys);
    v = new DenseMatrix(n, values);
    g = new DenseMatrix(n, values);
    u = new DenseMatrix(n, values);
    d = new DenseMatrix(n, like.o().columns());
    dq = new DenseMatrix(n, keys);
    dk = new DenseMatrix(n, keys);
    dv = new DenseMatrix(n, values);
    losses = new LabelLoss(like.o().columns(), n);
    meanAdvantage = new double[n];
    alpha = new double[Math.min(n, RowBlock.ROWS) * n];
    row = new double[n];
    alphaRow = new double[n];
    blocks = RowBlock.all(this);
  }

  /** Computes the loss and everything that leads to it. */
  void forward(HeadMatrices w) {
    project(w);
    losses.reset();
    for (RowBlock block : blocks) {
      forward(block, w);
    }
  }

  /** As {@link #forward}, and also computes the gradient of the loss. */
  void forwardAndBack(HeadMatrices w, HeadMatrices gradient) {
    project(w);
    losses.reset();
    dk.fill(0);
    dv.fill(0);
    for (RowBlock block : blocks) {
      forward(block, w);
      backward(block, w);
    }
    gradient.o().setProduct(1, g, TRANSPOSED, d, AS_IS, 0);
    gradient.q().setProduct(scale, data.x(), TRANSPOSED, dq, AS_IS, 0);
    gradient.k().setProduct(scale, data.x(), TRANSPOSED, dk, AS_IS, 0);
    if (freeValues) {
      gradient.v().write(dv);
    } else {
      gradient.v().setProduct(1, data.x(), TRANSPOSED, dv, AS_IS, 0);
    }
  }

  /** Computes queries, keys and values alone. */
  void project(HeadMatrices w) {
    q.setProduct(1, data.x(), AS_IS, w.q(), AS_IS, 0);
    k.setProduct(1, data.x(), AS_IS, w.k(), AS_IS, 0);
    if (freeValues) {
      v.write(w.v());
    } else {
      v.setProduct(1, data.x(), AS_IS, w.v(), AS_IS, 0);
    }
  }

  private void forward(RowBlock block, HeadMatrices w) {
    route(block);
    block.g.setProduct(1, block.alpha, AS_IS, block.v, AS_IS, 0);
    block.d.setProduct(1, block.g, AS_IS, w.o(), AS_IS, 0);
    for (int i = 0; i < block.size(); i++) {
      int label = data.labels()[block.from + i];
      meanAdvantage[block.from + i] = losses.replaceLogits(block.d, i, label);
    }
  }

  /** Computes the rows of α, into the block's matrix and into {@link #alpha}. */
  void route(RowBlock block) {
    routing.rows(block.from, block.q, block.k, block.alpha, alpha);
  }

  private void backward(RowBlock block, HeadMatrices w) {
    block.u.setProduct(1, block.d, AS_IS, w.o(), TRANSPOSED, 0);
    block.advantage.setProduct(1, block.u, AS_IS, block.v, TRANSPOSED, 0);
    int width = block.to;
    for (int i = 0; i < block.size(); i++) {
      block.advantage.readRow(i, row);
      System.arraycopy(alpha, i * width, alphaRow, 0, width); // one index for both: vector code
      toScoreGradient(row, alphaRow, width, meanAdvantage[block.from + i]);
      block.advantage.writeRow(i, row);
    }
    block.dq.setProduct(1, block.advantage, AS_IS, block.k, AS_IS, 0);
    block.dk.setProduct(1, block.advantage, TRANSPOSED, block.q, AS_IS, 1);
    block.dv.setProduct(1, block.alpha, TRANSPOSED, block.u, AS_IS, 1);
  }

  /** b_ij → α_ij (b_ij - b̄_i); masked entries have α_ij = 0. */
  private static void toScoreGradient(double[] b, double[] alpha, int width, double mean) {
    for (int j = 0; j < width; j++) {
      b[j] = alpha[j] * (b[j] - mean);
    }
  }

  RowBlock[] blocks() {
    return blocks;
  }

  /** α of the block last routed: row by row, each as wide as the block. */
  double[] alpha() {
    return alpha;
  }

  LabelLoss losses() {
    return losses;
  }

  Routing routing() {
    return routing;
  }

  TokenSequence data() {
    return data;
  }

  DenseMatrix q() {
    return q;
  }

  DenseMatrix k() {
    return k;
  }

  DenseMatrix v() {
    return v;
  }

  DenseMatrix g() {
    return g;
  }

  /** D, n x C: the gradient of the loss with respect to the logits. */
  DenseMatrix d() {
    return d;
  }

  /** U = D W_Oᵀ, n x d_v, after a pass back. */
  DenseMatrix u() {
    return u;
  }

  /** ∂L/∂Q √d_k, n x d_k, after a pass back. */
  DenseMatrix dq() {
    return dq;
  }

  /** ∂L/∂K √d_k, n x d_k, after a pass back. */
  DenseMatrix dk() {
    return dk;
  }

  /** ∂L/∂V, n x d_v, after a pass back. */
  DenseMatrix dv() {
    return dv;
  }

  double meanAdvantage(int i) {
    return meanAdvantage[i];
  }
}
