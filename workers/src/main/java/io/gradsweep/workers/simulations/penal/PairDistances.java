package io.gradsweep.workers.simulations.penal;

import java.util.Arrays;

/**
 * D_l(i, j) = |x_il - x_jl|^q for every pair i &lt; j, row by row, one feature after another. Kept
 * where that takes no more than 256 MB, else computed at every use.
 */
final class PairDistances {

  private static final long MOST_KEPT = (256L << 20) / Double.BYTES;

  /** Partial sums that a compiler can hold in registers of any width. */
  private static final int LANES = 512;

  private final double[][] columns;
  private final int n;
  private final boolean squared;
  private final double[][] kept;
  private final double[] scratch;
  private final double[] partial = new double[LANES];

  /**
   * @param columns p features of n samples each
   * @param q 1 or 2
   */
  PairDistances(double[][] columns, int q) {
    this(columns, q, MOST_KEPT);
  }

  PairDistances(double[][] columns, int q, long mostKept) {
    this.columns = columns;
    n = columns[0].length;
    squared = q == 2;
    scratch = new double[pairs()];
    boolean keep = (long) pairs() * columns.length <= mostKept;
    kept = keep ? new double[columns.length][] : null;
    for (int l = 0; keep && l < columns.length; l++) {
      kept[l] = new double[pairs()];
      compute(columns[l], kept[l]);
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
    for (int k = 0; squared && k < to; k++) {
      out[k] *= out[k];
    }
  }

  /** The distances along feature l; good until the next call. */
  private double[] along(int l) {
    if (kept != null) {
      return kept[l];
    }
    compute(columns[l], scratch);
    return scratch;
  }

  /** out ← Σ_l beta_l D_l. A feature of weight 0.0 costs nothing. */
  void weighted(double[] beta, double[] out) {
    Arrays.fill(out, 0);
    for (int l = 0; l < beta.length; l++) {
      if (beta[l] != 0) {
        addScaled(beta[l], along(l), out);
      }
    }
  }

  private static void addScaled(double factor, double[] x, double[] out) {
    for (int k = 0; k < out.length; k++) {
      out[k] += factor * x[k];
    }
  }

  /** Σ w D_l over the pairs, in one fixed order. */
  double dot(int l, double[] w) {
    return dot(w, along(l), partial);
  }

  /** The mean of D_l over the pairs. */
  double mean(int l) {
    double sum = 0;
    for (double distance : along(l)) {
      sum += distance;
    }
    return sum / pairs();
  }

  /** A product of sums kept apart, lane by lane: the same bits at any width of the registers. */
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
