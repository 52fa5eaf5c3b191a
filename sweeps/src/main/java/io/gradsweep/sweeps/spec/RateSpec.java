package io.gradsweep.sweeps.spec;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * A window of error levels on which rates are refitted over recorded steps when results are read.
 *
 * @param low the window closes at the first error below it; at least 0
 * @param high the window opens at the first error that is not above it; above low
 * @param of the metric that is the error; empty for the one that the simulation fits its rate to
 * @param position where it stands; not part of what makes two windows equal
 */
public record RateSpec(double low, double high, Optional<String> of, Position position) {

  public RateSpec {
    requireNonNull(of, "of is null");
    if (!(low >= 0 && high > low)) {
      throw new IllegalArgumentException(
          "Cannot refit rates within: %s to %s (must be 0 <= low < high)".formatted(low, high));
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RateSpec that
        && low == that.low
        && high == that.high
        && of.equals(that.of);
  }

  @Override
  public int hashCode() {
    return Double.hashCode(low) * 31 + Double.hashCode(high);
  }
}
