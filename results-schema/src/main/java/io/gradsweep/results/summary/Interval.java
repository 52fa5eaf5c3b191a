package io.gradsweep.results.summary;

/** The numbers from low to high, both included; an end may be infinite. */
public record Interval(double low, double high) {

  public Interval {
    if (!(low <= high)) {
      throw new IllegalArgumentException(
          "Cannot use interval: from %s to %s (low must not be above high)".formatted(low, high));
    }
  }

  public boolean contains(double x) {
    return low <= x && x <= high;
  }
}
