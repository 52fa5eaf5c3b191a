package io.gradsweep.driver.job;

import java.util.Optional;

/**
 * The expected time of trials on one core.
 *
 * @param seconds the best guess
 * @param leastSeconds the lower end of the range
 * @param mostSeconds the upper end
 * @param unknown the reason why the time is not known, so that the numbers mean nothing; empty if
 *     it is known
 */
public record Forecast(
    double seconds, double leastSeconds, double mostSeconds, Optional<String> unknown) {

  static final Forecast NOTHING = new Forecast(0, 0, 0, Optional.empty());

  /** Uncertainty of segments that were measured when they were laid out. */
  private static final double UNCERTAINTY = 1.25;

  static Forecast measuredBefore(double seconds) {
    return new Forecast(seconds, seconds / UNCERTAINTY, seconds * UNCERTAINTY, Optional.empty());
  }

  Forecast plus(Forecast other) {
    return new Forecast(
        seconds + other.seconds,
        leastSeconds + other.leastSeconds,
        mostSeconds + other.mostSeconds,
        unknown.or(other::unknown));
  }

  /** The forecast for a part of the work. */
  Forecast part(double share) {
    return new Forecast(seconds * share, leastSeconds * share, mostSeconds * share, unknown);
  }
}
