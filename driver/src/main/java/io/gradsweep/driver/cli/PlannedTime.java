package io.gradsweep.driver.cli;

import io.gradsweep.driver.job.Forecast;
import io.gradsweep.results.trial.Counted;
import java.util.Locale;

/**
 * The expected time of running a plan.
 *
 * @param seconds expected if all cores run its trials; null if unknown, like all others
 * @param coreHours the time of all trials, one after the other on one core
 * @param unknown the reason why it is unknown; null if it is known
 */
record PlannedTime(
    Double seconds,
    Double secondsAtLeast,
    Double secondsAtMost,
    Double coreHours,
    Double coreHoursAtLeast,
    Double coreHoursAtMost,
    String unknown) {

  private static final double HOUR = 3600;

  static PlannedTime of(Forecast forecast, int cores) {
    return forecast
        .unknown()
        .map(why -> new PlannedTime(null, null, null, null, null, null, why))
        .orElseGet(
            () ->
                new PlannedTime(
                    forecast.seconds() / cores,
                    forecast.leastSeconds() / cores,
                    forecast.mostSeconds() / cores,
                    forecast.seconds() / HOUR,
                    forecast.leastSeconds() / HOUR,
                    forecast.mostSeconds() / HOUR,
                    null));
  }

  String words(int cores) {
    if (unknown != null) {
      return "unknown: " + unknown;
    }
    return seconds == 0
        ? "none"
        : "%s to %s on %s"
            .formatted(words(secondsAtLeast), words(secondsAtMost), Counted.of(cores, "core"));
  }

  private static String words(double seconds) {
    return seconds < 1
        ? String.format(Locale.ROOT, "%.2g s", seconds)
        : ProgressView.duration(seconds);
  }

  String coreHourWords() {
    if (unknown != null) {
      return "unknown";
    }
    return seconds == 0
        ? "0"
        : String.format(Locale.ROOT, "%.2g to %.2g", coreHoursAtLeast, coreHoursAtMost);
  }
}
