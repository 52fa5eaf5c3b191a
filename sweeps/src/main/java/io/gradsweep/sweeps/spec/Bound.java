package io.gradsweep.sweeps.spec;

import io.gradsweep.results.trial.Shown;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The numbers that a claim accepts: all from low to high.
 *
 * @param text as written
 * @param open whether low and high themselves are excluded
 */
public record Bound(String text, double low, double high, boolean open) {

  private static final String NUMBER = "([-+]?(?:[0-9]+\\.?[0-9]*|\\.[0-9]+)(?:[eE][-+]?[0-9]+)?)";
  private static final Pattern COMPARISON = Pattern.compile("(<|<=|>|>=|==?)\\s*" + NUMBER);
  private static final Pattern WITHIN =
      Pattern.compile("within\\s+" + NUMBER + "\\s*(%?)\\s+of\\s+" + NUMBER);
  private static final Pattern RANGE =
      Pattern.compile("in\\s*\\[\\s*" + NUMBER + "\\s*,\\s*" + NUMBER + "\\s*\\]");
  private static final String FORMS =
      "must be such as '< 0', '<= 1', '> 0', '>= 2', '== 1', 'within 1% of 2', 'within 0.1 of 2'"
          + " or 'in [1.9, 2.1]'";

  public boolean accepts(double x) {
    return open ? low < x && x < high : low <= x && x <= high;
  }

  /** Whether some number from {@code least} to {@code greatest} is accepted. */
  public boolean meets(double least, double greatest) {
    return open ? low < greatest && least < high : low <= greatest && least <= high;
  }

  /**
   * Reads a bound; {@code = 1} means {@code == 1}, and gets its text.
   *
   * @throws IllegalArgumentException if the text has none of the forms; the message lists them
   */
  public static Bound parse(String text) {
    String bare = text.strip();
    Matcher comparison = COMPARISON.matcher(bare);
    if (comparison.matches()) {
      String shown = comparison.group(1).equals("=") ? "=" + bare : text;
      return comparison(shown, comparison.group(1), number(text, comparison.group(2)));
    }
    Matcher within = WITHIN.matcher(bare);
    if (within.matches()) {
      double centre = number(text, within.group(3));
      double amount = number(text, within.group(1));
      boolean relative = !within.group(2).isEmpty();
      double half = relative ? amount / 100 * Math.abs(centre) : amount;
      return between(text, centre - half, centre + half);
    }
    Matcher range = RANGE.matcher(bare);
    if (range.matches()) {
      return between(text, number(text, range.group(1)), number(text, range.group(2)));
    }
    throw fault(text, FORMS);
  }

  /**
   * The bound of a claim whose own could not be read: accepts nothing, so that no plan is made of
   * it.
   */
  public static Bound unread(String text) {
    return new Bound(text, Double.NaN, Double.NaN, true);
  }

  private static Bound comparison(String text, String sign, double x) {
    return switch (sign) {
      case "<" -> new Bound(text, Double.NEGATIVE_INFINITY, x, true);
      case "<=" -> new Bound(text, Double.NEGATIVE_INFINITY, x, false);
      case ">" -> new Bound(text, x, Double.POSITIVE_INFINITY, true);
      case ">=" -> new Bound(text, x, Double.POSITIVE_INFINITY, false);
      default -> new Bound(text, x, x, false);
    };
  }

  private static Bound between(String text, double low, double high) {
    if (!(low <= high)) {
      throw fault(text, "must accept some number; the lower end is above the upper one");
    }
    return new Bound(text, low, high, false);
  }

  private static double number(String text, String digits) {
    double x = Double.parseDouble(digits);
    if (!Double.isFinite(x)) {
      throw fault(text, "must be finite");
    }
    return x;
  }

  private static IllegalArgumentException fault(String text, String right) {
    return new IllegalArgumentException("'%s' (%s)".formatted(Shown.briefly(text), right));
  }
}
