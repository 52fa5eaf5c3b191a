package io.gradsweep.workers.numeric;

/**
 * Exponentials and logarithms from additions, multiplications and divisions alone, which Java
 * defines to the last bit: the same numbers on every JVM, at the speed of compiled code. Within 2
 * ulp of the true value; beyond that, callers may rely only on the monotone range.
 */
public final class Kernels {

  static final double LOG2_E = 1.4426950408889634;

  /** ln 2 in two parts; the first has 32 trailing zero bits, so that k times it is exact. */
  static final double LN2_HIGH = 6.93147180369123816490e-01;

  static final double LN2_LOW = 1.90821492927058770002e-10;
  private static final double SQRT_HALF = 0.7071067811865476;
  static final double ROUND = 0x1.8p52;
  private static final double EXP_OVERFLOW = 709.0;
  private static final double EXP_UNDERFLOW = -708.0;

  /** Below this, a logarithm's argument is subnormal and has to be scaled first. */
  private static final double LEAST_NORMAL = Double.MIN_NORMAL;

  private Kernels() {}

  /** e^x. Zero below -708 (where the true value is below 1e-307), infinite above 709. */
  public static double exp(double x) {
    if (!(x > EXP_UNDERFLOW && x < EXP_OVERFLOW)) {
      return x >= EXP_OVERFLOW ? Double.POSITIVE_INFINITY : x <= EXP_UNDERFLOW ? 0 : Double.NaN;
    }
    double rounded = x * LOG2_E + ROUND;
    double k = rounded - ROUND;
    double r = (x - k * LN2_HIGH) - k * LN2_LOW;
    // Taylor to r^13 / 13!, |r| <= ln 2 / 2: the rest is below 5e-18. Estrin's scheme.
    double r2 = r * r;
    double r4 = r2 * r2;
    double a = (1.0 / 2 + r * (1.0 / 6)) + r2 * (1.0 / 24 + r * (1.0 / 120));
    double b = (1.0 / 720 + r * (1.0 / 5040)) + r2 * (1.0 / 40320 + r * (1.0 / 362880));
    double c =
        (1.0 / 3628800 + r * (1.0 / 39916800)) + r2 * (1.0 / 479001600 + r * (1.0 / 6227020800.0));
    double tail = r2 * (a + r4 * (b + r4 * c));
    return (1 + (r + tail)) * powerOfTwo(Double.doubleToRawLongBits(rounded));
  }

  /**
   * 2^k for a k from -1022 to 1023.
   *
   * @param shifted the bits of k + {@link #ROUND}, the last of which are those of k
   */
  static double powerOfTwo(long shifted) {
    return Double.longBitsToDouble((shifted + 1023) << 52);
  }

  /** ln x. NaN below 0, minus infinity at 0. */
  public static double log(double x) {
    if (!(x >= LEAST_NORMAL && x < Double.POSITIVE_INFINITY)) {
      if (x > 0 && x < LEAST_NORMAL) {
        return log(x * 0x1p54) - 54 * (LN2_HIGH + LN2_LOW);
      }
      return x == 0 ? Double.NEGATIVE_INFINITY : x > 0 ? x : Double.NaN;
    }
    long bits = Double.doubleToRawLongBits(x);
    int k = (int) (bits >> 52) - 1022;
    double m = Double.longBitsToDouble((bits & 0x000fffffffffffffL) | 0x3fe0000000000000L);
    if (m < SQRT_HALF) {
      m *= 2;
      k--;
    }
    double d = m - 1; // exact, and in [√½ - 1, √2 - 1]
    return k * LN2_HIGH + (d - (dMinusLog1p(d) - k * LN2_LOW));
  }

  /**
   * d - ln(1 + d) without cancellation, the summand of a Kullback-Leibler divergence whose
   * deviations add up to zero.
   *
   * @param d above -1
   */
  public static double dMinusLog1p(double d) {
    if (!(d > -0.3 && d < 0.45)) {
      return d - log(1 + d);
    }
    // s = d/(2+d): ln(1+d) = 2(s + s³/3 + s⁵/5 + …) and d = 2s + s d
    double s = d / (2 + d);
    double z = s * s;
    double z2 = z * z;
    double z4 = z2 * z2;
    double a = (1.0 / 3 + z * (1.0 / 5)) + z2 * (1.0 / 7 + z * (1.0 / 9));
    double b = (1.0 / 11 + z * (1.0 / 13)) + z2 * (1.0 / 15 + z * (1.0 / 17));
    double c = 1.0 / 19 + z * (1.0 / 21);
    return s * d - 2 * s * z * (a + z4 * (b + z4 * c));
  }
}
