package io.gradsweep.workers.simulations.deepequilibrium;

import io.gradsweep.workers.api.NumericalBreakdown;
import io.gradsweep.workers.numeric.CholeskyFactor;
import io.gradsweep.workers.numeric.DenseMatrix;
import io.gradsweep.workers.numeric.DenseMatrix.Op;
import io.gradsweep.workers.numeric.Kernels;
import java.nio.DoubleBuffer;
import java.util.Optional;

/**
 * The optimum of a logistic loss or a cross-entropy, by Newton's method with halved steps. A
 * cross-entropy does not change when all scores are shifted, so its last score is held at 0, which
 * makes it strictly convex. If the classes can be separated, the loss falls towards 0 without end,
 * by a factor of about e per step.
 *
 * @param loss L*; 0 if it is not attained
 * @param weights m_y x m; empty if the classes can be separated
 */
record NewtonOptimum(double loss, Optional<DenseMatrix> weights) {

  private static final NewtonOptimum SEPARABLE = new NewtonOptimum(0, Optional.empty());
  private static final int MOST_STEPS = 200;
  private static final double GRADIENT_TOLERANCE = 1e-12;

  /** A mean loss below this counts as falling to 0: no finite optimum of our data comes near it. */
  private static final double SEPARATED_BELOW = 1e-9;

  /**
   * @param y ±1 in one row, or ones in the rows of the classes
   */
  static NewtonOptimum of(DenseMatrix phi, double[] y, int outputs, double c) {
    if (phi.rows() >= phi.columns()) {
      return SEPARABLE; // samples in general position
    }
    return new NewtonSearch(phi, y, outputs, c).run();
  }

  private static final class NewtonSearch {
    private final DenseMatrix phi;
    private final int n;
    private final int free;
    private final int outputs;
    private final double[] y;
    private final double c;
    private final DenseMatrix scores;
    private final double[] f;

    NewtonSearch(DenseMatrix phi, double[] y, int outputs, double c) {
      this.phi = phi;
      this.c = c;
      this.outputs = outputs;
      n = phi.columns();
      free = outputs == 1 ? 1 : outputs - 1;
      this.y = new double[free * n];
      for (int i = 0; i < this.y.length; i++) {
        this.y[i] = y[i] > 0 ? 1 : 0;
      }
      scores = new DenseMatrix(free, n);
      f = new double[free * n];
    }

    NewtonOptimum run() {
      DenseMatrix w = new DenseMatrix(free, phi.rows());
      double loss = loss(w);
      for (int k = 0; k < MOST_STEPS; k++) {
        if (loss < SEPARATED_BELOW * c * n) {
          return SEPARABLE;
        }
        DenseMatrix g = gradient();
        double size = norm(g);
        if (size <= GRADIENT_TOLERANCE * Math.max(1, c * n)) {
          return new NewtonOptimum(loss, Optional.of(padded(w)));
        }
        w = halved(w, newtonStep(g), loss, size);
        loss = loss(w);
      }
      throw new NumericalBreakdown(
          "Newton's method for the optimum: loss %s after %d steps".formatted(loss, MOST_STEPS));
    }

    /** Returns Σ c (ln Σ e^f - f_y) with the last score 0, and keeps the scores. */
    private double loss(DenseMatrix w) {
      scores.setProduct(1, w, Op.AS_IS, phi, Op.AS_IS, 0);
      scores.read(f);
      double sum = 0;
      for (int i = 0; i < n; i++) {
        double max = Math.max(0, f[OutputLoss.largest(f, free, n, i) * n + i]);
        double total = Kernels.exp(-max);
        double right = -max;
        for (int at = i; at < f.length; at += n) {
          total += Kernels.exp(f[at] - max);
          right += y[at] * f[at];
        }
        sum += Kernels.log(total) - right;
      }
      return c * sum;
    }

    private DenseMatrix gradient() {
      double[] p = SoftmaxHessian.probabilities(f, free, n, true);
      for (int i = 0; i < p.length; i++) {
        p[i] = c * (p[i] - y[i]);
      }
      scores.write(p);
      DenseMatrix g = new DenseMatrix(free, phi.rows());
      g.setProduct(1, scores, Op.AS_IS, phi, Op.TRANSPOSED, 0);
      return g;
    }

    private static double norm(DenseMatrix g) {
      double[] entries = new double[g.rows() * g.columns()];
      g.read(entries);
      return Math.sqrt(OutputLoss.sumOfSquares(entries));
    }

    /** H⁻¹g, with the columns of W stacked. */
    private DoubleBuffer newtonStep(DenseMatrix g) {
      int size = free * phi.rows();
      CholeskyFactor factor = new CholeskyFactor(size);
      factor.factorise(DenseMatrix.of(SoftmaxHessian.of(phi, f, free, c, true)));
      DoubleBuffer step = DenseMatrix.vector(size);
      for (int j = 0; j < phi.rows(); j++) {
        for (int a = 0; a < free; a++) {
          step.put(j * free + a, g.get(a, j));
        }
      }
      factor.solve(step);
      return step;
    }

    /** The first of w - step, w - step/2, … that does not raise the loss beyond rounding. */
    private DenseMatrix halved(DenseMatrix w, DoubleBuffer step, double loss, double size) {
      double rounding = size < 1e-6 ? 1e-14 * loss : 0;
      for (double factor = 1; factor > 1e-10; factor /= 2) {
        DenseMatrix next = new DenseMatrix(w.rows(), w.columns());
        for (int a = 0; a < w.rows(); a++) {
          for (int j = 0; j < w.columns(); j++) {
            next.set(a, j, w.get(a, j) - factor * step.get(j * free + a));
          }
        }
        if (loss(next) <= loss + rounding) {
          return next;
        }
      }
      throw new NumericalBreakdown(
          "Newton's method for the optimum: no descent at gradient %s".formatted(size));
    }

    private DenseMatrix padded(DenseMatrix w) {
      DenseMatrix all = new DenseMatrix(outputs, w.columns());
      double[] row = new double[w.columns()];
      for (int a = 0; a < free; a++) {
        w.readRow(a, row);
        all.writeRow(a, row);
      }
      return all;
    }
  }
}
