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
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
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

  @Override
  public List<Finding> further(Trial trial, TrialRun run) throws IOException {
    Finding passesOn = passesOn(trial);
    return passesOn.held() ? List.of(passesOn, goesOn(trial, run)) : List.of(passesOn);
  }

  /** Stops a trial in its middle, and runs it again with the folder that it had. */
  private Finding goesOn(Trial trial, TrialRun run) throws IOException {
    Path folder = Files.createTempDirectory("gradsweep-try-");
    try {
      RunSettings settings =
          new RunSettings(Contract.RECORDING, Optional.empty(), Optional.of(folder));
      Path scratch = settings.scratch(trial).orElseThrow();
      try {
        simulation.run(trial, Streams.of(trial), new Stopping(run.outcome().steps() / 2, scratch));
      } catch (TrialStopped stopped) {
        // as it should
      }
      boolean saved = Files.exists(scratch);
      TrialRun again = Contract.runs(plain(settings), List.of(trial)).get(0);
      return Differences.first(run, again)
          .map(what -> Finding.broken(GOES_ON, what))
          .orElse(Finding.kept(GOES_ON, saved ? "" : "it saves nothing in its scratch folder"));
    } finally {
      Ways.delete(folder);
    }
  }

  /**
   * Exceptions of the recorder are meant for the runner: a simulation that catches one never stops.
   */
  private Finding passesOn(Trial trial) {
    Stopping recorder = new Stopping(0, null);
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
        ? Finding.broken(
            PASSES_ON, "it reports no step to its recorder, so that no limit can end it")
        : Finding.broken(
            PASSES_ON, "it was stopped, and went on (what a step throws is passed on)");
  }

  @Override
  public String advice(double micros) {
    return "";
  }

  /** Stops a trial once it has made some steps, as a time limit may. */
  private static final class Stopping implements Recorder {
    private final long last;
    private final Path scratch;
    private TrialStopped thrown;

    /**
     * @param scratch null for one that is thrown away
     */
    Stopping(long last, Path scratch) {
      this.last = last;
      this.scratch = scratch;
    }

    @Override
    public void begin(long budget) {}

    @Override
    public boolean step(long step) {
      if (step < last) {
        return false;
      }
      if (thrown == null) {
        thrown = new TrialStopped(Status.TIMED_OUT, "stopped");
      }
      throw thrown;
    }

    @Override
    public void record(double time, double... metrics) {}

    @Override
    public Path scratch() {
      if (scratch == null) {
        return Recorder.super.scratch();
      }
      try {
        return Files.createDirectories(scratch);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
