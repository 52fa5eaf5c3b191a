package io.gradsweep.workers.simulations.deepequilibrium;

import io.gradsweep.workers.numeric.DenseMatrix;
import io.gradsweep.workers.numeric.DenseMatrix.Op;

/**
 * Compares the equilibrium z with its fixed-point iteration, and with its first H + 1 terms z_H =
 * Σ_{l≤H} (γS)^l phi, for which ‖z_H - z‖₁ ≤ γ^(H+1)/(1-γ) ‖phi‖₁, with equality if phi ≥ 0. A
 * check of the trained layer; training never iterates.
 *
 * @param fixedPointResidual largest |z - γSz - phi| over the largest |z|
 * @param error largest |B(z_H - z)| of any sample
 * @param ratio largest ‖z_H - z‖₁ over its bound; NaN if that is rounding
 */
record Truncation(double fixedPointResidual, double error, double ratio) {

  /** Most samples that are examined. */
  private static final int MOST_SAMPLES = 64;

  /** If the bound is below this, the difference of z_H and z is rounding. */
  private static final double ROUNDING = 1e-10;

  static Truncation of(ImplicitLayer layer, DenseMatrix phi, DenseMatrix w, Settings settings) {
    int m = phi.rows();
    int n = Math.min(MOST_SAMPLES, phi.columns());
    DenseMatrix inputs = samples(phi, n);
    DenseMatrix z = new DenseMatrix(n, m);
    z.write(inputs);
    layer.timesInverseTransposed(z);
    DenseMatrix s = new DenseMatrix(m, m);
    s.write(layer.s());
    double gamma = layer.gamma();
    DenseMatrix once = iterated(s, gamma, inputs, z, 1);
    double residual = largestDifference(once, z) / largestDifference(z, new DenseMatrix(n, m));
    DenseMatrix partial = iterated(s, gamma, inputs, inputs, settings.depth);
    double bound = StrictMath.pow(gamma, settings.depth + 1) / (1 - gamma);
    double ratio = 0;
    for (int i = 0; i < n; i++) {
      ratio = Math.max(ratio, rowDistance(partial, z, i) / (bound * rowNorm(inputs, i)));
    }
    return new Truncation(
        residual, outputError(layer, w, partial, z), bound > ROUNDING ? ratio : Double.NaN);
  }

  /** Columns of Φ as rows. */
  private static DenseMatrix samples(DenseMatrix phi, int n) {
    DenseMatrix rows = new DenseMatrix(n, phi.rows());
    for (int i = 0; i < n; i++) {
      for (int k = 0; k < phi.rows(); k++) {
        rows.set(i, k, phi.get(k, i));
      }
    }
    return rows;
  }

  /** Iterates x ↦ γSx + phi some times; samples are rows. */
  private static DenseMatrix iterated(
      DenseMatrix s, double gamma, DenseMatrix phi, DenseMatrix start, int times) {
    DenseMatrix x = start;
    for (int k = 0; k < times; k++) {
      DenseMatrix next = new DenseMatrix(phi.rows(), phi.columns());
      next.write(phi);
      next.setProduct(gamma, x, Op.AS_IS, s, Op.TRANSPOSED, 1);
      x = next;
    }
    return x;
  }

  /** B(z_H - z) with B = WU, a row of B at a time. */
  private static double outputError(
      ImplicitLayer layer, DenseMatrix w, DenseMatrix partial, DenseMatrix z) {
    DenseMatrix u = new DenseMatrix(w.columns(), w.columns());
    u.write(layer.u());
    DenseMatrix b = new DenseMatrix(w.rows(), w.columns());
    b.setProduct(1, w, Op.AS_IS, u, Op.AS_IS, 0);
    DenseMatrix difference = new DenseMatrix(z.rows(), z.columns());
    for (int i = 0; i < z.rows(); i++) {
      for (int k = 0; k < z.columns(); k++) {
        difference.set(i, k, partial.get(i, k) - z.get(i, k));
      }
    }
    DenseMatrix outputs = new DenseMatrix(z.rows(), w.rows());
    outputs.setProduct(1, difference, Op.AS_IS, b, Op.TRANSPOSED, 0);
    return largestDifference(outputs, new DenseMatrix(z.rows(), w.rows()));
  }

  private static double largestDifference(DenseMatrix a, DenseMatrix b) {
    double largest = 0;
    for (int i = 0; i < a.rows(); i++) {
      for (int j = 0; j < a.columns(); j++) {
        largest = Math.max(largest, Math.abs(a.get(i, j) - b.get(i, j)));
      }
    }
    return largest;
  }

  private static double rowDistance(DenseMatrix a, DenseMatrix b, int i) {
    double sum = 0;
    for (int j = 0; j < a.columns(); j++) {
      sum += Math.abs(a.get(i, j) - b.get(i, j));
    }
    return sum;
  }

  private static double rowNorm(DenseMatrix a, int i) {
    double sum = 0;
    for (int j = 0; j < a.columns(); j++) {
      sum += Math.abs(a.get(i, j));
    }
    return sum;
  }
}
