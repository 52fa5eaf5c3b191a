package io.gradsweep.driver.cli;

import io.gradsweep.driver.RequestException;
import io.gradsweep.driver.job.Deadline;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.function.Consumer;

/** The time at which a run stops: as it was asked for, or before the SLURM job ends. */
final class StopTime {

  /** When the command was first started, in seconds since 1970; set for its second start. */
  static final String SINCE = "gradsweep.since";

  /**
   * SLURM's signal comes two minutes before the end by the script, and up to a minute earlier, as
   * SLURM's documentation says.
   */
  private static final Duration SIGNAL = Duration.ofMinutes(3);

  /** Of a short job, the signal would take too much. */
  private static final int LEAST_SHARE = 4;

  private StopTime() {}

  private static Instant since() {
    Long seconds = Long.getLong(SINCE);
    return seconds == null ? Instant.now() : Instant.ofEpochSecond(seconds);
  }

  /**
   * @param stopIn as it is typed
   * @param told hears in one line when the run stops, and why
   */
  static Deadline deadline(Optional<String> stopIn, Consumer<String> told) throws IOException {
    if (stopIn.isPresent()) {
      return told(since().plus(TimeText.read("--stop-in", stopIn.get())), "--stop-in", told);
    }
    Optional<Instant> end = endOfJob();
    if (end.isEmpty()) {
      return Deadline.NONE;
    }
    Duration left = Duration.between(Instant.now(), end.get());
    Duration share = left.dividedBy(LEAST_SHARE);
    Instant stop = end.get().minus(share.compareTo(SIGNAL) < 0 ? share : SIGNAL);
    return told(stop, "the SLURM job ends at " + seconds(end.get()), told);
  }

  private static Deadline told(Instant stop, String why, Consumer<String> told) {
    told.accept("stops before %s (%s)".formatted(seconds(stop), why));
    return Deadline.at(stop);
  }

  private static Instant seconds(Instant moment) {
    return moment.truncatedTo(ChronoUnit.SECONDS);
  }

  /** The end of the SLURM job that this runs in; empty if it runs in none, or that has no end. */
  private static Optional<Instant> endOfJob() throws IOException {
    String end = System.getenv("SLURM_JOB_END_TIME"); // newer than 22.05
    String job = job();
    if (end != null && end.matches("\\d{1,12}")) {
      return Optional.of(Instant.ofEpochSecond(Long.parseLong(end)));
    }
    if (job == null) {
      return Optional.empty();
    }
    try {
      return TimeText.left(Slurm.timeLeft(job)).map(Instant.now()::plus);
    } catch (RequestException noSqueue) {
      return Optional.empty();
    }
  }

  /**
   * The SLURM job that this runs in; null if there is none. The number of a task's may be that of
   * its whole array.
   */
  private static String job() {
    String array = System.getenv("SLURM_ARRAY_JOB_ID");
    String task = System.getenv("SLURM_ARRAY_TASK_ID");
    return array == null || task == null ? System.getenv("SLURM_JOB_ID") : array + "_" + task;
  }
}
