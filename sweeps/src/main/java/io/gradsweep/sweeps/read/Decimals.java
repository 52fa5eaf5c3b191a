package io.gradsweep.sweeps.read;

import io.gradsweep.results.trial.ParamValue;
import java.math.BigDecimal;
import java.math.MathContext;

/** Handles numbers as people write them: in decimals, and with few digits. */
final class Decimals {

  /**
   * Most digits of a number that a person writes. With 15, a quarter of the values of ordinary
   * spacings would be mistaken for short ones.
   */
  private static final MathContext SHORT = new MathContext(10);

  private static final int MOST_ULPS = 4;

  /** Most characters of a number that a person writes; the decimals of a longer one would grow. */
  private static final int MOST_CHARACTERS = 40;

  private Decimals() {}

  /**
   * @param text a finite number
   * @param value the value that it is read as
   */
  static BigDecimal of(String text, ParamValue value) {
    if (value instanceof ParamValue.Whole whole) {
      return BigDecimal.valueOf(whole.value());
    }
    double real = ((ParamValue.Real) value).value();
    // a number below all doubles is read as zero, and its exponent may be beyond all decimals
    return real == 0
        ? BigDecimal.ZERO
        : text.length() <= MOST_CHARACTERS ? new BigDecimal(text) : new BigDecimal(real);
  }

  /**
   * The number of few digits from which a value differs only by rounding, or else the value itself.
   */
  static double meant(double value) {
    double near = BigDecimal.valueOf(value).round(SHORT).doubleValue();
    boolean misses = near != value && Math.abs(near - value) <= MOST_ULPS * Math.ulp(near);
    return misses ? near : value;
  }
}
