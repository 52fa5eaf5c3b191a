package io.gradsweep.results.summary;

/**
 * {@link StrictMath#log}, to the last bit, as code that the compiler takes into a loop: {@code
 * StrictMath} calls a library each time. Follows fdlibm's {@code e_log.c}, which says:
 *
 * <p>Copyright (C) 1993 by Sun Microsystems, Inc. All rights reserved. Developed at SunSoft, a Sun
 * Microsystems, Inc. business. Permission to use, copy, modify, and distribute this software is
 * freely granted, provided that this notice is preserved.
 */
public final class StrictLog {

  /** With {@link #LN2_LOW} it adds up to ln 2; whole multiples of it are exact. */
  public static final double LN2_HIGH = 6.93147180369123816490e-01;

  public static final double LN2_LOW = 1.90821492927058770002e-10;

  /** Coefficients of the odd powers of s, from s³ on, in twice the artanh of s. */
  public static final double C1 = 6.666666666666735130e-01;

  public static final double C2 = 3.999999999940941908e-01;
  public static final double C3 = 2.857142874366239149e-01;
  public static final double C4 = 2.222219843214978396e-01;
  public static final double C5 = 1.818357216161805012e-01;
  public static final double C6 = 1.531383769920937332e-01;
  public static final double C7 = 1.479819860511658591e-01;

  /** Upper halves of the bits of bounds of the mantissa. */
  private static final int TO_SQRT_2 = 0x95f64;

  private static final int FROM_1_38 = 0x6147a;
  private static final int TO_1_42 = 0x6b851;

  private StrictLog() {}

  /** ln x. */
  public static double log(double x) {
    if (!(x >= Double.MIN_NORMAL && x < Double.POSITIVE_INFINITY)) {
      return StrictMath.log(x);
    }
    long bits = Double.doubleToRawLongBits(x);
    int high = (int) (bits >> 32) & 0xfffff;
    int over = (high + TO_SQRT_2) & 0x100000;
    long exponentOfF = (long) (over ^ 0x3ff00000) << 32;
    double f = Double.longBitsToDouble(bits & 0x000fffffffffffffL | exponentOfF) - 1;
    double k = (int) (bits >> 52) - 1023 + (over >> 20);
    if ((0xfffff & (2 + high)) < 3) {
      return ofNearOne(f, k);
    }
    double s = f / (2 + f);
    double z = s * s;
    double w = z * z;
    double even = w * (C2 + w * (C4 + w * C6));
    double odd = z * (C1 + w * (C3 + w * (C5 + w * C7)));
    double r = odd + even;
    if ((high - FROM_1_38 | TO_1_42 - high) > 0) {
      double half = 0.5 * f * f;
      return k == 0
          ? f - (half - s * (half + r))
          : k * LN2_HIGH - ((half - (s * (half + r) + k * LN2_LOW)) - f);
    }
    return k == 0 ? f - s * (f - r) : k * LN2_HIGH - ((s * (f - r) - k * LN2_LOW) - f);
  }

  /** For |f| below 2⁻²⁰. */
  private static double ofNearOne(double f, double k) {
    if (f == 0) {
      return k == 0 ? 0 : k * LN2_HIGH + k * LN2_LOW;
    }
    double r = f * f * (0.5 - 0.33333333333333333 * f);
    return k == 0 ? f - r : k * LN2_HIGH - ((r - k * LN2_LOW) - f);
  }
}
