package io.gradsweep.workers.run;

import static java.util.Objects.requireNonNull;

import io.gradsweep.results.outcome.Recording;
import io.gradsweep.results.trial.Trial;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Settings of a run that are not part of a trial's identity.
 *
 * @param timeLimit wall-clock limit of each trial; empty for none
 * @param scratch folder of the folders that trials keep between attempts; empty if they keep
 *     nothing
 * @param threads cores that a trial computes on; empty for those that its simulation declares
 */
public record RunSettings(
    Recording recording,
    Optional<Duration> timeLimit,
    Optional<Path> scratch,
    OptionalInt threads) {

  static final Duration LEAST_GRACE = Duration.ofMillis(500);

  public RunSettings {
    requireNonNull(recording, "recording is null");
    if (timeLimit.isPresent() && (timeLimit.get().isNegative() || timeLimit.get().isZero())) {
      throw new IllegalArgumentException(
          "Cannot limit trials to: %s (must be longer than 0)".formatted(timeLimit.get()));
    }
  }

  /** Trials compute on the cores that their simulation declares. */
  public RunSettings(Recording recording, Optional<Duration> timeLimit, Optional<Path> scratch) {
    this(recording, timeLimit, scratch, OptionalInt.empty());
  }

  /** Trials also keep nothing between attempts. */
  public RunSettings(Recording recording, Optional<Duration> timeLimit) {
    this(recording, timeLimit, Optional.empty());
  }

  /** The folder that a trial keeps between attempts; it need not be there yet. */
  public Optional<Path> scratch(Trial trial) {
    return scratch.map(folder -> folder.resolve(trial.id().toString()));
  }

  /** The reason of a trial that overran its limit. */
  public String limitUsedUp() {
    double seconds = timeLimit.map(Duration::toMillis).orElse(0L) / 1000.0;
    return "time limit of %s s used up".formatted(Double.toString(seconds).replaceAll("\\.0$", ""));
  }

  /**
   * The reason of a trial that was asked to stop and did not: its thread or its process was given
   * up.
   */
  public String limitUnanswered() {
    return limitUsedUp() + "; the trial did not stop when asked";
  }

  /**
   * The time after which a trial is given up: a trial that is asked to stop gets a tenth of the
   * limit more, and at least {@link #LEAST_GRACE}. Empty for no limit.
   */
  public Optional<Duration> patience() {
    return timeLimit.map(
        limit -> {
          Duration tenth = limit.dividedBy(10);
          return limit.plus(tenth.compareTo(LEAST_GRACE) > 0 ? tenth : LEAST_GRACE);
        });
  }
}
