package io.gradsweep.workers.numeric;

import static io.gradsweep.workers.numeric.Kernels.LN2_HIGH;
import static io.gradsweep.workers.numeric.Kernels.LN2_LOW;
import static io.gradsweep.workers.numeric.Kernels.LOG2_E;
import static io.gradsweep.workers.numeric.Kernels.ROUND;

/**
 * Exponentials of many numbers, bit-identical to {@link Kernels#exp}, in half of its time: the same
 * operations in the same order, but each over a run of numbers before the next. Allocates nothing
 * after construction. Serves one thread.
 *
 * <p>The compiler turns a loop into vector instructions if its body is short and all arrays are
 * read at the same index; hence the few passes, over arrays of our own.
 */
public final class ArrayExp {

  private static final int RUN = 256;

  /** Up to this size of k, 2^k is a normal number, and e^x neither zero nor infinite. */
  private static final long MOST_EXPONENT = 1021;

  /** The bits of the least such k, shifted. */
  private static final long LEAST = Double.doubleToRawLongBits(ROUND) - MOST_EXPONENT;

  private final double[] r = new double[RUN];
  private final double[] k = new double[RUN];
  private final double[] a = new double[RUN];

  /** Replaces {@code count} numbers from {@code offset} on by their exponentials. */
  public void replace(double[] x, int offset, int count) {
    for (int from = offset; from < offset + count; from += RUN) {
      int run = Math.min(RUN, offset + count - from);
      System.arraycopy(x, from, r, 0, run);
      reduce(run);
      polynomial(run);
      if (powers(run)) {
        scale(x, from, run);
      } else {
        oneByOne(x, from, run);
      }
    }
  }

  /** x = k ln 2 + r; {@link #k} holds k, shifted as in {@link Kernels#powerOfTwo}. */
  private void reduce(int run) {
    for (int i = 0; i < run; i++) {
      k[i] = r[i] * LOG2_E + ROUND;
    }
    for (int i = 0; i < run; i++) {
      double whole = k[i] - ROUND;
      r[i] = (r[i] - whole * LN2_HIGH) - whole * LN2_LOW;
    }
  }

  /** e^r - 1 - r, into {@link #a}, from the same sums as in {@link Kernels#exp}. */
  private void polynomial(int run) {
    for (int i = 0; i < run; i++) {
      double r2 = r[i] * r[i];
      a[i] =
          (1.0 / 3628800 + r[i] * (1.0 / 39916800))
              + r2 * (1.0 / 479001600 + r[i] * (1.0 / 6227020800.0));
    }
    for (int i = 0; i < run; i++) {
      double r2 = r[i] * r[i];
      double b = (1.0 / 720 + r[i] * (1.0 / 5040)) + r2 * (1.0 / 40320 + r[i] * (1.0 / 362880));
      a[i] = b + (r2 * r2) * a[i];
    }
    for (int i = 0; i < run; i++) {
      double r2 = r[i] * r[i];
      double low = (1.0 / 2 + r[i] * (1.0 / 6)) + r2 * (1.0 / 24 + r[i] * (1.0 / 120));
      a[i] = r2 * (low + (r2 * r2) * a[i]);
    }
  }

  /** Replaces each k by 2^k, and tells whether all of these are normal numbers. */
  private boolean powers(int run) {
    long outside = 0; // negative once a k was below the least or above the most
    for (int i = 0; i < run; i++) {
      long shifted = Double.doubleToRawLongBits(k[i]);
      long overLeast = shifted - LEAST;
      outside |= overLeast | (2 * MOST_EXPONENT - overLeast);
      k[i] = Kernels.powerOfTwo(shifted);
    }
    return outside >= 0;
  }

  private static void oneByOne(double[] x, int from, int run) {
    for (int i = from; i < from + run; i++) {
      x[i] = Kernels.exp(x[i]);
    }
  }

  private void scale(double[] x, int from, int run) {
    for (int i = 0; i < run; i++) {
      a[i] = (1 + (r[i] + a[i])) * k[i];
    }
    System.arraycopy(a, 0, x, from, run);
  }
}
