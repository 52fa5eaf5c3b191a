package io.gradsweep.workers.simulations.deepequilibrium;

import io.gradsweep.results.random.Streams;
import io.gradsweep.workers.numeric.DenseMatrix;
import io.gradsweep.workers.numeric.DenseMatrix.Op;
import java.util.Arrays;

/**
 * An explicit linear network of H layers with shared weights: z_H = Σ_{l≤H} (γS)^l phi, the first
 * terms of the implicit model. W = Σ_l V_l with V_l = B(γS)^l; with R_H = G, R_l = G +
 * R_{l+1}(γS)ᵀ, the gradients are ∂B = R_0 and ∂L/∂S = γ Σ_{l<H} V_lᵀ R_{l+1}.
 *
 * <p>Parameters are A, m² numbers row by row, then B, m_y m.
 */
final class TruncatedModel extends ModelOfWeights {

  private final Settings settings;
  private final ImplicitLayer layer;
  private final int m;
  private final int entries;
  private final double[] term;
  private final double[] pull;
  private final DenseMatrix s;
  private final DenseMatrix[] v;
  private final DenseMatrix back;
  private final DenseMatrix next;
  private final DenseMatrix r;

  TruncatedModel(Settings settings, Objective objective) {
    super(settings, objective);
    this.settings = settings;
    m = settings.width;
    entries = settings.outputs * m;
    layer = new ImplicitLayer(m, settings.gamma);
    term = new double[entries];
    pull = new double[m * m];
    s = new DenseMatrix(m, m);
    v = new DenseMatrix[settings.depth + 1];
    for (int l = 0; l < v.length; l++) {
      v[l] = new DenseMatrix(settings.outputs, m);
    }
    back = new DenseMatrix(settings.outputs, m);
    next = new DenseMatrix(settings.outputs, m);
    r = new DenseMatrix(m, m);
  }

  @Override
  public double[] start(Streams streams) {
    return Start.implicit(settings, streams);
  }

  @Override
  public double evaluate(double[] parameters, double[] gradient) {
    if (!TrainedModel.finite(parameters)) {
      Arrays.fill(gradient, Double.NaN);
      return Double.NaN;
    }
    layer.softmax(parameters, 0);
    s.write(layer.s());
    System.arraycopy(parameters, m * m, rows, 0, entries);
    forward();
    double excess = objective.excess(w, g);
    backward();
    back.read(rows);
    System.arraycopy(rows, 0, gradient, m * m, entries);
    r.read(pull);
    layer.pullBack(pull, gradient);
    return excess;
  }

  /** Computes W = V_0 + … + V_H from B in {@link #rows}, and keeps the terms. */
  private void forward() {
    v[0].write(rows);
    for (int l = 1; l < v.length; l++) {
      v[l].setProduct(settings.gamma, v[l - 1], Op.AS_IS, s, Op.AS_IS, 0);
      v[l].read(term);
      for (int i = 0; i < entries; i++) {
        rows[i] += term[i];
      }
    }
    w.write(rows);
  }

  /** Computes R_0 into {@link #back} and ∂L/∂S into {@link #r}. */
  private void backward() {
    back.write(g);
    for (int l = v.length - 2; l >= 0; l--) {
      double first = l == v.length - 2 ? 0 : 1;
      r.setProduct(settings.gamma, v[l], Op.TRANSPOSED, back, Op.AS_IS, first);
      next.write(g);
      next.setProduct(settings.gamma, back, Op.AS_IS, s, Op.TRANSPOSED, 1);
      back.write(next);
    }
  }
}
