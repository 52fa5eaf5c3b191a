package io.gradsweep.workers.run;

import io.gradsweep.results.outcome.Outcome;
import io.gradsweep.results.outcome.Status;
import io.gradsweep.results.trial.Trial;
import java.time.Instant;
import java.util.function.Supplier;

/**
 * One trial that has run.
 *
 * @param trajectory valid until the sink that was handed this run returns
 * @param wallNanos time inside the simulation, in nanoseconds
 * @param stepBudget steps after which the trial would have ended at the latest; 0 where it has not
 *     said
 * @param harm what became of the JVM that it ran in
 * @param details what is known of a failure beyond its reason, such as a stack trace: some thousand
 *     characters at most; empty where nothing is
 */
public record TrialRun(
    Trial trial,
    Outcome outcome,
    Trajectory trajectory,
    Instant startedAt,
    long wallNanos,
    long stepBudget,
    Harm harm,
    Supplier<String> details) {

  /** What a trial has done to the JVM that it ran in, and so to whatever ran beside it. */
  public enum Harm {
    NONE,
    /** Its memory ran out, which any trial that ran there may have caused. */
    MEMORY,
    /** It has ended. */
    PROCESS
  }

  /** A trial that was cut off from outside, so that nobody knows how far it came. */
  public static TrialRun cutOff(
      Trial trial, Status status, String reason, Instant startedAt, long wallNanos) {
    return new TrialRun(
        trial,
        Outcome.cutOff(status, reason, 0, trial.simulation().measurements().size()),
        Trajectory.EMPTY,
        startedAt,
        wallNanos,
        0,
        Harm.NONE,
        () -> "");
  }

  TrialRun with(Harm done, String known) {
    return new TrialRun(
        trial, outcome, trajectory, startedAt, wallNanos, stepBudget, done, () -> known);
  }
}
