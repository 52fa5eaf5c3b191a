package io.gradsweep.workers.contract;

import io.gradsweep.results.outcome.Status;
import io.gradsweep.results.random.Streams;
import io.gradsweep.results.trial.Trial;
import io.gradsweep.workers.api.Recorder;
import io.gradsweep.workers.api.Simulation;
import io.gradsweep.workers.api.TrialStopped;
import io.gradsweep.workers.guard.GuardedRunner;
import io.gradsweep.workers.run.InlineRunner;
import io.gradsweep.workers.run.RunSettings;
import io.gradsweep.workers.run.TrialRun;
import io.gradsweep.workers.run.TrialRunner;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Trials of a class, in this JVM or in one of their own. */
record WaysOfJava(Simulation simulation) implements Ways {

  private static final String PASSES_ON = "a trial that is stopped stops";

  @Override
  public TrialRunner plain(RunSettings settings) {
    return new InlineRunner(simulation, settings);
  }

  @Override
  public Optional<TrialRunner> alone(RunSettings settings) {
    return Optional.empty();
  }

  @Override
  public List<TrialRun> elsewhere(RunSettings settings, List<Trial> trials) throws IOException {
    try (GuardedRunner runner = new GuardedRunner(simulation, settings)) {
      return Contract.runs(runner, trials);
    }
  }

  @Override
  public List<Finding> manners(Trial trial) {
    return List.of();
  }

  /**
   * Exceptions of the recorder are meant for the runner: a simulation that catches one never stops.
   */
  @Override
  public Finding further(Trial trial, TrialRun run) {
    Stopping recorder = new Stopping();
    try {
      simulation.run(trial, Streams.of(trial), recorder);
    } catch (TrialStopped stopped) {
      return stopped == recorder.thrown
          ? Finding.kept(PASSES_ON, "")
          : Finding.broken(PASSES_ON, "it threw a TrialStopped of its own");
    } catch (RuntimeException | Error e) {
      return recorder.thrown == null
          ? Finding.broken(PASSES_ON, "without a recorder that stops it, it threw " + e)
          : Finding.broken(PASSES_ON, "it was stopped, and threw %s (must pass on)".formatted(e));
    }
    return recorder.thrown == null
        ? Finding.broken(PASSES_ON, "it told its recorder no step, so that no limit can end it")
        : Finding.broken(
            PASSES_ON, "it was stopped, and went on (what a step throws is passed on)");
  }

  @Override
  public String advice(double micros) {
    return "";
  }

  /** Stops a trial at its first step, as a time limit may. */
  private static final class Stopping implements Recorder {
    private TrialStopped thrown;

    @Override
    public void begin(long budget) {}

    @Override
    public boolean step(long step) {
      if (thrown == null) {
        thrown = new TrialStopped(Status.TIMED_OUT, "stopped");
      }
      throw thrown;
    }

    @Override
    public void record(double time, double... metrics) {}
  }
}
