package io.gradsweep.workers.run;

import static java.util.Objects.requireNonNull;

import io.gradsweep.results.outcome.Recording;
import java.time.Duration;
import java.util.Optional;

/**
 * What of a run is no part of a trial's identity.
 *
 * @param timeLimit wall-clock limit of each trial; empty for none
 */
public record RunSettings(Recording recording, Optional<Duration> timeLimit) {

  public RunSettings {
    requireNonNull(recording, "recording is null");
    if (timeLimit.isPresent() && (timeLimit.get().isNegative() || timeLimit.get().isZero())) {
      throw new IllegalArgumentException(
          "Cannot limit trials to: %s (must be longer than 0)".formatted(timeLimit.get()));
    }
  }
}
