package io.gradsweep.results.summary;

/**
 * Powers of two by which numbers are divided before they are squared, so that squares and sums of
 * them neither overflow nor vanish. Division by a power of two is exact: if the squares of the
 * numbers themselves are in range, every result has the same bits.
 */
final class Scaling {

  /** The exponent for zeros alone, and for the least numbers. */
  static final int LEAST = -1024;

  private static final int STEP = 256;

  private Scaling() {}

  /** The exponent for a sample of which x is the largest; 0 from 3e-39 to 3e38. */
  static int exponent(double x) {
    return x == 0 ? LEAST : STEP * Math.floorDiv(Math.getExponent(x) + STEP / 2, STEP);
  }

  /** x · 2^exponent; at once for the sums of no numbers, and of zeros. */
  static double times(double x, int exponent) {
    return exponent == 0 || x == 0 ? x : Math.scalb(x, exponent);
  }
}
