package io.gradsweep.workers.run;

import io.gradsweep.results.outcome.Outcome;
import io.gradsweep.results.outcome.Status;
import io.gradsweep.results.random.Streams;
import io.gradsweep.results.trial.Trial;
import io.gradsweep.workers.api.NumericalBreakdown;
import io.gradsweep.workers.api.Simulation;
import io.gradsweep.workers.api.TrialStopped;
import java.time.Instant;

/**
 * Runs one trial on the calling thread and makes an outcome of whatever comes: what a simulation
 * returns is checked, what it throws becomes a status with its reason. Serves one thread.
 */
final class TrialRunner {

  private final Simulation simulation;
  private final OutcomeCheck check;
  private final TrialRecorder recorder;

  TrialRunner(Simulation simulation, RunSettings settings) {
    this.simulation = simulation;
    check = new OutcomeCheck(simulation.spec());
    recorder =
        new TrialRecorder(
            settings.recording(), settings.timeLimit(), simulation.spec().metrics().size());
  }

  TrialRun run(Trial trial) {
    recorder.reset();
    Instant startedAt = Instant.now();
    long start = System.nanoTime();
    Outcome outcome = outcome(trial);
    long wallNanos = System.nanoTime() - start;
    return new TrialRun(
        trial, outcome, recorder.trajectory(), startedAt, wallNanos, recorder.budget());
  }

  private Outcome outcome(Trial trial) {
    try {
      return check.checked(simulation.run(trial, Streams.of(trial), recorder), recorder.current());
    } catch (TrialStopped stopped) {
      return cutOff(stopped.status(), stopped.getMessage());
    } catch (NumericalBreakdown e) {
      return cutOff(Status.FAILED, "numerical: " + e.getMessage());
    } catch (IllegalArgumentException e) {
      return cutOff(Status.FAILED, "parameter: " + e.getMessage());
    } catch (RuntimeException e) {
      return cutOff(Status.FAILED, "unexpected: " + Reasons.of(e));
    } catch (StackOverflowError | OutOfMemoryError e) {
      return cutOff(Status.FAILED, "exhausted: " + Reasons.of(e));
    } catch (LinkageError | AssertionError e) {
      return cutOff(Status.FAILED, "unexpected: " + Reasons.of(e));
    }
  }

  private Outcome cutOff(Status status, String reason) {
    return Outcome.cutOff(
        status, Reasons.line(reason), recorder.current(), simulation.spec().measurements().size());
  }
}
