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
 * @param words what is said of it, and by it
 */
public record TrialRun(
    Trial trial,
    Outcome outcome,
    Trajectory trajectory,
    Instant startedAt,
    long wallNanos,
    long stepBudget,
    Harm harm,
    Words words) {

  /**
   * What is said of a trial, and by it: some thousand characters each at most.
   *
   * @param details what is known of a failure beyond its reason, such as a stack trace; empty where
   *     nothing is
   * @param printed what the trial has written to its outputs
   */
  public record Words(Supplier<String> details, Supplier<String> printed) {
    static final Words NONE = new Words(() -> "", () -> "");
  }

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
        Words.NONE);
  }

  /**
   * A trial that ran in a process of its own kind, which can do no harm to this JVM.
   *
   * @param details what is known of a failure beyond its reason
   * @param printed what the trial has written besides its answer
   */
  public static TrialRun elsewhere(
      Trial trial,
      Outcome outcome,
      Trajectory trajectory,
      Instant startedAt,
      long wallNanos,
      Supplier<String> details,
      Supplier<String> printed) {
    return new TrialRun(
        trial,
        outcome,
        trajectory,
        startedAt,
        wallNanos,
        0,
        Harm.NONE,
        new Words(details, printed));
  }

  TrialRun with(Harm done, String known) {
    return new TrialRun(
        trial,
        outcome,
        trajectory,
        startedAt,
        wallNanos,
        stepBudget,
        done,
        new Words(() -> known, words.printed()));
  }

  TrialRun printing(Supplier<String> printed) {
    return new TrialRun(
        trial,
        outcome,
        trajectory,
        startedAt,
        wallNanos,
        stepBudget,
        harm,
        new Words(words.details(), printed));
  }
}
