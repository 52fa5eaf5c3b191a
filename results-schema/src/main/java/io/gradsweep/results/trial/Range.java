package io.gradsweep.results.trial;

/** The interval in which a number is valid. Bounds may be infinite; NaN is in no range. */
public record Range(double min, boolean minIncluded, double max, boolean maxIncluded) {

  public static final Range ALL =
      new Range(Double.NEGATIVE_INFINITY, false, Double.POSITIVE_INFINITY, false);

  public Range {
    if (!(min <= max)) {
      throw new IllegalArgumentException(
          "Cannot use range: from %s to %s (must not be empty)".formatted(min, max));
    }
  }

  Range from(double bound, boolean included) {
    return new Range(bound, included, max, maxIncluded);
  }

  Range to(double bound, boolean included) {
    return new Range(min, minIncluded, bound, included);
  }

  public boolean contains(double x) {
    return (minIncluded ? x >= min : x > min) && (maxIncluded ? x <= max : x < max);
  }

  /** The range in words that complete "must be …", such as "at least 1 and at most 10000". */
  public String words() {
    String low =
        min == Double.NEGATIVE_INFINITY ? "" : (minIncluded ? "at least " : "above ") + number(min);
    String high =
        max == Double.POSITIVE_INFINITY ? "" : (maxIncluded ? "at most " : "below ") + number(max);
    if (low.isEmpty() && high.isEmpty()) {
      return "finite";
    }
    return low.isEmpty() || high.isEmpty() ? low + high : low + " and " + high;
  }

  private static String number(double x) {
    return x == Math.rint(x) && Math.abs(x) < 1e15
        ? Long.toString((long) x)
        : ParamValue.of(x).text();
  }
}
