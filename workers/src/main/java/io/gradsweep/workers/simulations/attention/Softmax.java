package io.gradsweep.workers.simulations.attention;

import io.gradsweep.workers.numeric.ArrayExp;

/**
 * Turns rows of scores into probabilities, the largest score subtracted first. Serves one thread.
 */
final class Softmax {

  private final ArrayExp exp = new ArrayExp();

  /**
   * Replaces {@code count} scores by their softmax, and the rest up to {@code width} by zeros:
   * masked scores are never exponentiated.
   */
  void replace(double[] s, int offset, int count, int width) {
    double most = max(s, offset, count);
    for (int j = offset; j < offset + count; j++) {
      s[j] -= most;
    }
    exp.replace(s, offset, count);
    double inverse = 1 / sum(s, offset, count);
    for (int j = offset; j < offset + count; j++) {
      s[j] *= inverse;
    }
    for (int j = offset + count; j < offset + width; j++) {
      s[j] = 0;
    }
  }

  /** NaN stays NaN. */
  private static double max(double[] s, int offset, int count) {
    double most = s[offset];
    for (int j = offset; j < offset + count; j++) {
      most = Math.max(most, s[j]);
    }
    return most;
  }

  /** Four sums side by side, always in this order. */
  private static double sum(double[] s, int offset, int count) {
    double a = 0;
    double b = 0;
    double c = 0;
    double d = 0;
    int end = offset + count;
    int j = offset;
    for (; j + 3 < end; j += 4) {
      a += s[j];
      b += s[j + 1];
      c += s[j + 2];
      d += s[j + 3];
    }
    for (; j < end; j++) {
      a += s[j];
    }
    return (a + b) + (c + d);
  }
}
