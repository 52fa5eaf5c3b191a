package io.gradsweep.driver.job;

import java.util.Optional;

/**
 * How long trials are expected to take, on one core.
 *
 * @param seconds the best guess
 * @param leastSeconds the lower end of what it may take
 * @param mostSeconds the upper end
 * @param unknown why nothing is known of it, and the numbers mean nothing; empty where it is known
 */
public record Forecast(
    double seconds, double leastSeconds, double mostSeconds, Optional<String> unknown) {

  static final Forecast NOTHING = new Forecast(0, 0, 0, Optional.empty());

  /** For segments that were measured when they were laid out. */
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

  /** The same, where a part is all that is left to do. */
  Forecast part(double share) {
    return new Forecast(seconds * share, leastSeconds * share, mostSeconds * share, unknown);
  }
}
