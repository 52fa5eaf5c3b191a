package io.gradsweep.workers.simulations.groupsparsity;

import java.util.Arrays;

/** The latest cosines between v and the v of the step before: near 1 if v settles. */
final class Turns {

  private static final int KEPT = 50;

  private final double[] last = new double[KEPT];
  private long seen;

  /** Takes the least cosine of one step; NaN if there is none. */
  void add(double cosine) {
    if (!Double.isNaN(cosine)) {
      last[(int) (seen++ % KEPT)] = cosine;
    }
  }

  /** NaN if there are none. */
  double median() {
    int n = (int) Math.min(seen, KEPT);
    if (n == 0) {
      return Double.NaN;
    }
    double[] sorted = Arrays.copyOf(last, n);
    Arrays.sort(sorted);
    return (sorted[(n - 1) / 2] + sorted[n / 2]) / 2;
  }
}
