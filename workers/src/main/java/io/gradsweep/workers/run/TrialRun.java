package io.gradsweep.workers.run;

import io.gradsweep.results.outcome.Outcome;
import io.gradsweep.results.outcome.Status;
import io.gradsweep.results.trial.Trial;
import java.time.Instant;
import java.util.function.Supplier;

/**
 * A trial that has run.
 *
 * @param trajectory valid until the sink that was handed this run returns
 * @param wallNanos time inside the simulation, in nanoseconds
 * @param stepBudget most steps that the trial could have taken; 0 if it has not announced them
 * @param harm what it did to the JVM in which it ran
 * @param words texts about it, and its output
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
   * Texts about a trial, and its output: at most some thousand characters each.
   *
   * @param details details of a failure beyond its reason, such as a stack trace; empty if there
   *     are none
   * @param printed the trial's standard output and errors
   */
  public record Words(Supplier<String> details, Supplier<String> printed) {
    static final Words NONE = new Words(() -> "", () -> "");
  }

  /**
   * Harm that a trial has done to the JVM in which it ran, and so to everything that ran beside it.
   */
  public enum Harm {
    NONE,
    /** Its memory ran out, which any trial that ran there may have caused. */
    MEMORY,
    /** It has ended. */
    PROCESS
  }

  /** Returns the run of a trial that was cut off from outside, so its progress is not known. */
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
   * Returns the run of a trial in a process of another kind, which can do no harm to this JVM.
   *
   * @param details details of a failure beyond its reason @param printed output of the trial
   *     besides its answer
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

  public TrialRun with(Harm done, String known) {
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

  public TrialRun printing(Supplier<String> printed) {
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
