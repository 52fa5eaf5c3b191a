package io.gradsweep.sweeps.spec;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * A window of error levels on which rates are refitted over recorded steps when results are read.
 *
 * @param low the window closes at the first error below it; at least 0
 * @param high the window opens at the first error not above it; greater than low
 * @param of name of the metric used as error; empty for the one to which the simulation fits its
 *     rate
 * @param position its position; ignored when windows are compared
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
