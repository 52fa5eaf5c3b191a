package io.gradsweep.driver.query;

import io.gradsweep.results.summary.Interval;
import java.util.Locale;

/** Formats numbers for people, to so many significant digits. */
final class NumberText {

  /** Digits of a number that need not be distinguished from others. */
  static final int USUAL_DIGITS = 5;

  /** Digits that distinguish any two numbers, in every format. */
  static final int MOST_DIGITS = 19;

  /** Digits of an interval's ends beyond which they differ only by rounding. */
  private static final int MOST_OF_ENDS = 14;

  private NumberText() {}

  /** A number to so many significant digits; a whole part is never cut. */
  static String of(double x, int significant) {
    double magnitude = Math.abs(x);
    if (!Double.isFinite(x) || x == 0) {
      return x == 0 ? "0" : Double.toString(x);
    }
    if (magnitude < 1e-3 || magnitude >= 1e6) {
      return String.format(Locale.ROOT, "%." + Math.max(1, significant - 2) + "e", x);
    }
    int digits = Math.max(0, significant - 1 - order(magnitude));
    String text = String.format(Locale.ROOT, "%." + digits + "f", x);
    return text.contains(".") ? text.replaceAll("0+$", "").replaceAll("\\.$", "") : text;
  }

  /**
   * A value and its interval; if the ends need more digits to be distinct, the value gets as many.
   */
  static String of(Estimate estimate, int significant) {
    if (estimate.value() == null) {
      return "";
    }
    if (estimate.interval().isEmpty()) {
      return of(estimate.value(), significant);
    }
    Interval interval = estimate.interval().get();
    double width = interval.high() - interval.low();
    if (estimate.centred()) {
      return of(estimate.value(), significant) + " ± " + half(width / 2);
    }
    int low = digitsOfEnd(interval.low(), width, significant);
    int high = digitsOfEnd(interval.high(), width, significant);
    int ofValue = Math.max(significant, Math.max(low, high));
    return "%s [%s, %s]"
        .formatted(
            of(estimate.value(), ofValue), of(interval.low(), low), of(interval.high(), high));
  }

  /** Half the length of an interval, to two significant digits. */
  private static String half(double x) {
    if (!(x > 0 && x < Double.POSITIVE_INFINITY)) {
      return of(x, USUAL_DIGITS);
    }
    int digits = Math.max(0, 1 - order(x));
    return x < 1e-3 || x >= 1e6
        ? String.format(Locale.ROOT, "%.1e", x)
        : String.format(Locale.ROOT, "%." + digits + "f", x);
  }

  /**
   * The number of digits that shows two significant digits of the interval's length; else that of
   * the value.
   */
  private static int digitsOfEnd(double x, double width, int ofValue) {
    if (!(width > 0 && width < Double.POSITIVE_INFINITY) || x == 0) {
      return ofValue;
    }
    int digits = order(Math.abs(x)) - order(width) + 2;
    return digits > MOST_OF_ENDS ? ofValue : Math.max(2, digits);
  }

  private static int order(double magnitude) {
    return (int) Math.floor(Math.log10(magnitude));
  }
}
