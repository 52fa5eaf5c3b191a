package io.gradsweep.workers.simulations.deepequilibrium;

import io.gradsweep.workers.numeric.DenseMatrix;
import io.gradsweep.workers.numeric.DenseMatrix.Op;
import io.gradsweep.workers.numeric.SymmetricEigen;
import java.util.Optional;

/**
 * c Σ_i ln(1 + e^(-y f)), or c Σ_i of the cross-entropy. Its optimum is found by Newton's method;
 * it is not attained if some W separates the classes.
 */
final class ClassificationObjective implements Objective {

  /** Relative accuracy of a loss formed by subtraction. */
  private static final double ROUNDING = 1e-14;

  private final DenseMatrix phi;
  private final OutputLoss loss;
  private final DenseMatrix outputs;
  private final double[] entries;
  private final NewtonOptimum optimum;
  private final boolean logistic;
  private final double c;

  ClassificationObjective(Settings s, Data data) {
    phi = data.phi();
    c = s.reduction();
    logistic = s.loss == Loss.LOGISTIC;
    loss = new OutputLoss(s.loss, c, data.y(), s.outputs);
    outputs = new DenseMatrix(s.outputs, data.samples());
    entries = new double[s.outputs * data.samples()];
    optimum = NewtonOptimum.of(phi, data.y(), s.outputs, c);
  }

  @Override
  public double excess(DenseMatrix w, DenseMatrix g) {
    outputs.setProduct(1, w, Op.AS_IS, phi, Op.AS_IS, 0);
    outputs.read(entries);
    double value = loss.lossAndGradient(entries);
    outputs.write(entries);
    g.setProduct(1, outputs, Op.AS_IS, phi, Op.TRANSPOSED, 0);
    return Double.isNaN(value) ? value : Math.max(0, value - optimum.loss());
  }

  @Override
  public double optimalLoss() {
    return optimum.loss();
  }

  @Override
  public Optional<DenseMatrix> optimum() {
    return optimum.weights();
  }

  @Override
  public double kappa() {
    return Double.NaN;
  }

  /**
   * |D³| of ln Σ e^f along u, twice v, is at most (max u - min u) times its Hessian, and so at most
   * √2‖u‖ times; of the logistic loss ‖u‖ times.
   */
  @Override
  public double kappaWithin(double excess) {
    if (optimum.weights().isEmpty()) {
      return Double.NaN;
    }
    double lambda = SymmetricEigen.values(hessian(optimum.weights().get()))[flatDirections()];
    if (!(lambda > 0)) {
      return Double.NaN; // features that are linearly dependent, to rounding
    }
    double longest = 0;
    for (int i = 0; i < phi.columns(); i++) {
      double squares = 0;
      for (int k = 0; k < phi.rows(); k++) {
        squares += phi.get(k, i) * phi.get(k, i);
      }
      longest = Math.max(longest, squares);
    }
    return SelfConcordance.kappa(lambda, Math.sqrt((logistic ? 1 : 2) * longest), excess);
  }

  /** ℓ'' is at most 1/4, the Hessian of a cross-entropy at most 1/2. */
  @Override
  public double[][] curvature() {
    int m = phi.rows();
    DenseMatrix product = new DenseMatrix(m, m);
    product.setProduct(c * (logistic ? 0.25 : 0.5), phi, Op.AS_IS, phi, Op.TRANSPOSED, 0);
    double[][] rows = new double[m][m];
    for (int i = 0; i < m; i++) {
      product.readRow(i, rows[i]);
    }
    return rows;
  }

  @Override
  public double[][] hessian(DenseMatrix w) {
    outputs.setProduct(1, w, Op.AS_IS, phi, Op.AS_IS, 0);
    outputs.read(entries);
    return SoftmaxHessian.of(phi, entries, outputs.rows(), c, logistic);
  }

  /** For a cross-entropy, the directions that shift all scores alike. */
  @Override
  public int flatDirections() {
    return logistic ? 0 : phi.rows();
  }

  @Override
  public double resolution() {
    return ROUNDING * Math.max(1, optimum.loss());
  }
}
