package io.gradsweep.workers.simulations.selfpenalization;

import io.gradsweep.workers.numeric.DenseMatrix;
import io.gradsweep.workers.numeric.DenseMatrix.Op;
import java.nio.DoubleBuffer;
import java.util.Arrays;

/**
 * D_l(i, j) = |x_il - x_jl|^power for every pair i &lt; j, row by row, one feature after another.
 * Kept as one matrix if that takes no more than 256 MB, so that sums over pairs or features are
 * products of BLAS; else computed at every use. Serves one thread.
 */
final class PairDistances {

  private static final long MOST_KEPT = (256L << 20) / Double.BYTES;

  /** Partial sums that a compiler can hold in registers of any width. */
  private static final int LANES = 512;

  /** One product over all features takes as long as about a quarter of them one by one. */
  private static final int FEW = 4;

  private final double[][] columns;
  private final int n;
  private final double power;

  /** A feature in each row; null if it would be too large. */
  private final DenseMatrix kept;

  private final DoubleBuffer overPairs;
  private final DoubleBuffer overFeatures;
  private final double[] scratch;
  private final double[] partial = new double[LANES];

  /**
   * @param columns p features of n samples each
   * @param power above 0 and at most 2
   */
  PairDistances(double[][] columns, double power) {
    this(columns, power, MOST_KEPT);
  }

  PairDistances(double[][] columns, double power, long mostKept) {
    this.columns = columns;
    n = columns[0].length;
    this.power = power;
    scratch = new double[pairs()];
    boolean keep = (long) pairs() * columns.length <= mostKept;
    kept = keep ? new DenseMatrix(columns.length, pairs()) : null;
    overPairs = DenseMatrix.vector(keep ? pairs() : 0);
    overFeatures = DenseMatrix.vector(keep ? columns.length : 0);
    for (int l = 0; keep && l < columns.length; l++) {
      compute(columns[l], scratch);
      kept.writeRow(l, scratch);
    }
  }

  int samples() {
    return n;
  }

  int features() {
    return columns.length;
  }

  /** n (n - 1) / 2. */
  int pairs() {
    return n * (n - 1) / 2;
  }

  private void compute(double[] x, double[] out) {
    int to = 0;
    for (int i = 0; i < n; i++) {
      int shift = to - i - 1;
      for (int j = i + 1; j < n; j++) {
        out[shift + j] = Math.abs(x[i] - x[j]);
      }
      to += n - 1 - i;
    }
    for (int k = 0; power != 1 && k < to; k++) {
      out[k] = raised(out[k], power);
    }
  }

  /** A distance to a power, from its absolute value: no logarithm if the power is 1 or 2. */
  static double raised(double distance, double power) {
    return power == 1
        ? distance
        : power == 2 ? distance * distance : StrictMath.pow(distance, power);
  }

  /** The distances along feature l; valid until the next call. */
  private double[] along(int l) {
    if (kept != null) {
      kept.readRow(l, scratch);
    } else {
      compute(columns[l], scratch);
    }
    return scratch;
  }

  /** out ← Σ_l beta_l D_l. If few features have a weight, the others cost nothing. */
  void weighted(double[] beta, double[] out) {
    if (kept != null && weights(beta) > beta.length / FEW) {
      overFeatures.put(0, beta);
      kept.times(Op.TRANSPOSED, overFeatures, overPairs);
      overPairs.get(0, out);
      return;
    }
    Arrays.fill(out, 0);
    for (int l = 0; l < beta.length; l++) {
      if (beta[l] != 0) {
        addScaled(beta[l], along(l), out);
      }
    }
  }

  private static int weights(double[] beta) {
    int weights = 0;
    for (double weight : beta) {
      weights += weight != 0 ? 1 : 0;
    }
    return weights;
  }

  private static void addScaled(double factor, double[] x, double[] out) {
    for (int k = 0; k < out.length; k++) {
      out[k] += factor * x[k];
    }
  }

  /** out_l ← Σ w D_l over the pairs, in one fixed order. */
  void sums(double[] w, double[] out) {
    if (kept != null) {
      overPairs.put(0, w);
      kept.times(Op.AS_IS, overPairs, overFeatures);
      overFeatures.get(0, out);
      return;
    }
    for (int l = 0; l < out.length; l++) {
      out[l] = dot(w, along(l), partial);
    }
  }

  /** The mean of D_l over the pairs. */
  double mean(int l) {
    double sum = 0;
    for (double distance : along(l)) {
      sum += distance;
    }
    return sum / pairs();
  }

  /**
   * Scalar product with separate sums, lane by lane: the same bits at any width of the registers.
   */
  static double dot(double[] x, double[] y, double[] partial) {
    int lanes = partial.length;
    Arrays.fill(partial, 0);
    int from = 0;
    for (; from + lanes <= x.length; from += lanes) {
      for (int t = 0; t < lanes; t++) {
        partial[t] += x[from + t] * y[from + t];
      }
    }
    for (int t = 0; from + t < x.length; t++) {
      partial[t] += x[from + t] * y[from + t];
    }
    double sum = 0;
    for (int t = 0; t < lanes; t++) {
      sum += partial[t];
    }
    return sum;
  }
}
