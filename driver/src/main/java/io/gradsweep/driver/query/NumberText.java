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

  /** Plain digits and a point. Of any other locale, Java looks up the symbols for each number. */
  private static final Locale PLAIN = Locale.US;

  private NumberText() {}

  /** A number to so many significant digits; a whole part is never cut. */
  static String of(double x, int significant) {
    double magnitude = Math.abs(x);
    if (!Double.isFinite(x) || x == 0) {
      return x == 0 ? "0" : Double.toString(x);
    }
    if (hasExponent(magnitude)) {
      return String.format(PLAIN, "%." + afterFirst(significant) + "e", x);
    }
    String text = String.format(PLAIN, "%." + decimals(magnitude, significant) + "f", x);
    return text.contains(".") ? withoutZeros(text) : text;
  }

  /** A decimal fraction without zeros at its end, nor a point. */
  private static String withoutZeros(String text) {
    int end = text.length();
    while (text.charAt(end - 1) == '0') {
      end--;
    }
    return text.substring(0, text.charAt(end - 1) == '.' ? end - 1 : end);
  }

  private static boolean hasExponent(double magnitude) {
    return magnitude < 1e-3 || magnitude >= 1e6;
  }

  /** Decimals of a number with an exponent. */
  private static int afterFirst(int significant) {
    return Math.max(1, significant - 2);
  }

  /** Decimals of a number without one. */
  private static int decimals(double magnitude, int significant) {
    return Math.max(0, significant - 1 - order(magnitude));
  }

  /**
   * Whether two finite numbers are so far apart that their texts differ, which costs less to say
   * than to look at these: by more than a unit in the last place of the greater one's text.
   */
  static boolean farApart(double x, double y, int significant) {
    double greater = Math.max(Math.abs(x), Math.abs(y));
    int ofUnit =
        hasExponent(greater)
            ? order(greater) - afterFirst(significant)
            : -decimals(greater, significant);
    return Math.abs(x - y) > 2 * Math.pow(10, ofUnit); // twice, for what rounds here
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
    return of(estimate.value(), ofValue)
        + (" [" + of(interval.low(), low) + ", " + of(interval.high(), high) + "]");
  }

  /** Half the length of an interval, to two significant digits. */
  private static String half(double x) {
    if (!(x > 0 && x < Double.POSITIVE_INFINITY)) {
      return of(x, USUAL_DIGITS);
    }
    int digits = Math.max(0, 1 - order(x));
    return x < 1e-3 || x >= 1e6
        ? String.format(PLAIN, "%.1e", x)
        : String.format(PLAIN, "%." + digits + "f", x);
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
