package io.gradsweep.workers.run;

import io.gradsweep.results.outcome.FailureKind;
import io.gradsweep.results.outcome.Outcome;
import io.gradsweep.results.outcome.Status;
import io.gradsweep.results.random.Streams;
import io.gradsweep.results.trial.SimulationSpec;
import io.gradsweep.results.trial.Trial;
import io.gradsweep.workers.api.NumericalBreakdown;
import io.gradsweep.workers.api.Simulation;
import io.gradsweep.workers.api.TrialStopped;
import io.gradsweep.workers.api.UnusableParameter;
import io.gradsweep.workers.run.TrialRun.Harm;
import io.gradsweep.workers.run.TrialRun.Words;
import java.time.Instant;

/**
 * Runs one trial on the calling thread and turns any result into an outcome: a returned outcome is
 * checked, an exception becomes a status with its reason. Serves one thread.
 */
public final class TrialCall {

  private final Simulation simulation;
  private final RunSettings settings;
  private final OutcomeCheck check;
  private final TrialRecorder recorder;

  /** The exception of the simulation, if it made the trial fail. */
  private Throwable thrown;

  public TrialCall(Simulation simulation, RunSettings settings) {
    this.simulation = simulation;
    this.settings = settings;
    check = new OutcomeCheck(simulation.spec());
    recorder =
        new TrialRecorder(
            settings.recording(), settings.timeLimit(), simulation.spec().metrics().size());
  }

  public TrialRun run(Trial trial) {
    recorder.reset();
    recorder.keepIn(() -> settings.scratch(trial));
    thrown = null;
    Instant startedAt = Instant.now();
    long start = System.nanoTime();
    TrialOutput output = TrialOutput.begin();
    Outcome outcome;
    try {
      outcome = call(trial);
    } finally {
      output.end();
      recorder.end();
    }
    long wallNanos = System.nanoTime() - start;
    Throwable cause = thrown;
    return new TrialRun(
        trial,
        outcome,
        recorder.trajectory(),
        startedAt,
        wallNanos,
        recorder.budget(),
        cause instanceof OutOfMemoryError ? Harm.MEMORY : Harm.NONE,
        new Words(() -> cause == null ? "" : Reasons.trace(cause), output::text));
  }

  private Outcome call(Trial trial) {
    try {
      return check.checked(simulation.run(trial, Streams.of(trial), recorder), recorder.current());
    } catch (TrialStopped stopped) {
      return stopped(stopped, recorder.current(), simulation.spec());
    } catch (NumericalBreakdown e) {
      return failed(FailureKind.NUMERICAL, e.getMessage(), e);
    } catch (UnusableParameter e) {
      return failed(FailureKind.PARAMETER, e.getMessage(), e);
    } catch (StackOverflowError | OutOfMemoryError e) {
      return failed(FailureKind.EXHAUSTED, e.toString(), e); // the line that threw it is arbitrary
    } catch (RuntimeException | Error e) {
      return failed(FailureKind.UNEXPECTED, Reasons.of(e), e);
    }
  }

  private Outcome failed(FailureKind kind, String what, Throwable cause) {
    thrown = cause;
    return cutOff(Status.FAILED, kind.reason(what), recorder.current(), simulation.spec());
  }

  /** The outcome of a trial that its recorder has stopped. */
  static Outcome stopped(TrialStopped stopped, long steps, SimulationSpec simulation) {
    return cutOff(stopped.status(), stopped.getMessage(), steps, simulation);
  }

  private static Outcome cutOff(
      Status status, String reason, long steps, SimulationSpec simulation) {
    return Outcome.cutOff(status, Reasons.line(reason), steps, simulation.measurements().size());
  }
}
