package io.gradsweep.workers.numeric;

import static io.gradsweep.workers.numeric.Kernels.LN2_HIGH;
import static io.gradsweep.workers.numeric.Kernels.LN2_LOW;
import static io.gradsweep.workers.numeric.Kernels.LOG2_E;
import static io.gradsweep.workers.numeric.Kernels.ROUND;

/**
 * Exponentials of many numbers, bit-identical to {@link Kernels#exp}, in a third of its time: the
 * same operations in the same order, but each over a run of numbers before the next. Allocates
 * nothing after construction. Serves one thread.
 *
 * <p>The compiler turns a loop into vector instructions if its body is short and all arrays are
 * read at the same index; hence the many passes, over arrays of our own.
 */
public final class ArrayExp {

  private static final int RUN = 256;

  /** Below this, 2^k is a normal number. */
  private static final double MOST_EXPONENT = 1021;

  private final double[] r = new double[RUN];
  private final double[] k = new double[RUN];
  private final double[] a = new double[RUN];
  private final double[] b = new double[RUN];
  private final double[] c = new double[RUN];

  /** Replaces {@code count} numbers from {@code offset} on by their exponentials. */
  public void replace(double[] x, int offset, int count) {
    for (int from = offset; from < offset + count; from += RUN) {
      int run = Math.min(RUN, offset + count - from);
      System.arraycopy(x, from, r, 0, run);
      reduce(run);
      polynomial(run);
      scale(x, from, run);
    }
  }

  /** x = k ln 2 + r. */
  private void reduce(int run) {
    for (int i = 0; i < run; i++) {
      k[i] = (r[i] * LOG2_E + ROUND) - ROUND;
    }
    for (int i = 0; i < run; i++) {
      r[i] = (r[i] - k[i] * LN2_HIGH) - k[i] * LN2_LOW;
    }
  }

  /** e^r - 1 - r, into {@link #a}. */
  private void polynomial(int run) {
    cubic(a, run, 1.0 / 2, 1.0 / 6, 1.0 / 24, 1.0 / 120);
    cubic(b, run, 1.0 / 720, 1.0 / 5040, 1.0 / 40320, 1.0 / 362880);
    cubic(c, run, 1.0 / 3628800, 1.0 / 39916800, 1.0 / 479001600, 1.0 / 6227020800.0);
    for (int i = 0; i < run; i++) {
      double r2 = r[i] * r[i];
      b[i] = b[i] + (r2 * r2) * c[i];
    }
    for (int i = 0; i < run; i++) {
      double r2 = r[i] * r[i];
      a[i] = r2 * (a[i] + (r2 * r2) * b[i]);
    }
  }

  private void cubic(double[] out, int run, double c0, double c1, double c2, double c3) {
    for (int i = 0; i < run; i++) {
      out[i] = c2 + r[i] * c3;
    }
    for (int i = 0; i < run; i++) {
      out[i] = (c0 + r[i] * c1) + (r[i] * r[i]) * out[i];
    }
  }

  /** If 2^k may not be a normal number, or x is not, the single exponential is used. */
  private void scale(double[] x, int from, int run) {
    for (int i = 0; i < run; i++) {
      if (Math.abs(k[i]) < MOST_EXPONENT) {
        double power = Double.longBitsToDouble(((long) k[i] + 1023) << 52);
        x[from + i] = (1 + (r[i] + a[i])) * power;
      } else {
        x[from + i] = Kernels.exp(x[from + i]);
      }
    }
  }
}
