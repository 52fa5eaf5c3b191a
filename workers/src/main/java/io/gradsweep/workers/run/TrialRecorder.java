package io.gradsweep.workers.run;

import io.gradsweep.results.outcome.Recording;
import io.gradsweep.results.outcome.Status;
import io.gradsweep.results.trial.SimulationSpec;
import io.gradsweep.workers.api.Recorder;
import io.gradsweep.workers.api.TrialStopped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Records a bounded number of steps and watches budget and deadline. One recorder serves one trial
 * after the other; the common path of {@link #step} is one comparison.
 */
final class TrialRecorder implements Recorder {

  /** Steps between two looks at the clock grow until a look comes about this often. */
  private static final long LOOK_EVERY_NANOS = 2_000_000;

  private static final long LEAST_BUDGET = 1;
  private static final long NO_BUDGET = Long.MAX_VALUE - 1;

  private final Recording recording;
  private final Optional<Duration> timeLimit;
  private final int metrics;
  private final long[] steps;
  private final double[] times;
  private final double[] values;

  private Supplier<Optional<Path>> kept = Optional::empty;
  private Path temporary;
  private int rows;
  private long budget;
  private long current;

  /** First step at which anything but counting is due: recording, a look at the clock, a stop. */
  private long nextEvent;

  private long nextRecorded;
  private int recordedSlots;
  private long nextLook;
  private long lookStride;
  private long lastLookNanos;
  private long deadlineNanos;

  TrialRecorder(Recording recording, Optional<Duration> timeLimit, int metrics) {
    this.recording = recording;
    this.timeLimit = timeLimit;
    this.metrics = metrics;
    // one row more than requested: the last step of a trial that stopped early
    int most = recording.points() == 0 ? 0 : recording.points() + 1;
    steps = new long[most];
    times = new double[most];
    values = new double[most * metrics];
  }

  /** A recorder for trials whose time limit is somebody else's business. */
  static TrialRecorder withoutLimit(Recording recording, SimulationSpec simulation) {
    return new TrialRecorder(recording, Optional.empty(), simulation.metrics().size());
  }

  /** Sets where the beginning trial keeps its folder, if it requests one. */
  void keepIn(Supplier<Optional<Path>> folder) {
    kept = folder;
  }

  @Override
  public Path scratch() {
    try {
      Optional<Path> folder = kept.get();
      if (folder.isPresent()) {
        return Files.createDirectories(folder.get());
      }
      if (temporary == null) {
        temporary = Files.createTempDirectory("gradsweep-scratch-");
      }
      return temporary;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Deletes what the trial has left that is not kept. */
  void end() {
    if (temporary != null) {
      ScratchFolders.delete(temporary);
      temporary = null;
    }
  }

  /** Forgets the last trial; its time limit begins now. */
  void reset() {
    rows = 0;
    current = 0;
    lastLookNanos = System.nanoTime();
    deadlineNanos = lastLookNanos + timeLimit.map(Duration::toNanos).orElse(Long.MAX_VALUE / 4);
    lookStride = 1;
    begin(NO_BUDGET);
  }

  @Override
  public void begin(long stepBudget) {
    budget = Math.max(LEAST_BUDGET, stepBudget);
    recordedSlots = 0;
    nextRecorded = recording.points() == 0 ? Long.MAX_VALUE : 0;
    nextLook = timeLimit.isPresent() ? lookStride : Long.MAX_VALUE;
    nextEvent = 0;
  }

  @Override
  public boolean step(long step) {
    current = step;
    return step >= nextEvent && event(step);
  }

  private boolean event(long step) {
    if (step > budget) {
      throw new TrialStopped(Status.NOT_CONVERGED, "max_steps: %d steps used up".formatted(budget));
    }
    if (step >= nextLook) {
      look(step);
    }
    boolean wanted = step >= nextRecorded;
    if (wanted) {
      while (nextRecorded <= step) {
        nextRecorded = recording.step(++recordedSlots, budget);
      }
    }
    nextEvent = Math.min(nextRecorded, Math.min(nextLook, budget + 1));
    return wanted;
  }

  private void look(long step) {
    long now = System.nanoTime();
    if (now - deadlineNanos > 0) {
      throw timedOut();
    }
    long elapsed = now - lastLookNanos;
    lastLookNanos = now;
    if (elapsed < LOOK_EVERY_NANOS / 2) {
      lookStride = Math.min(lookStride * 2, 1L << 40);
    } else if (elapsed > 2 * LOOK_EVERY_NANOS) {
      lookStride = Math.max(1, lookStride / 4);
    }
    nextLook = step + lookStride;
  }

  private TrialStopped timedOut() {
    String reason = new RunSettings(recording, timeLimit).limitUsedUp();
    return new TrialStopped(Status.TIMED_OUT, reason);
  }

  @Override
  public void record(double time, double... metricValues) {
    if (steps.length == 0) {
      return;
    }
    if (metricValues.length != metrics) {
      throw new IllegalStateException(
          "Cannot record: %d metrics (the simulation declares %d)"
              .formatted(metricValues.length, metrics));
    }
    boolean again = rows > 0 && steps[rows - 1] == current;
    int row = again || rows == steps.length ? rows - 1 : rows++;
    steps[row] = current;
    times[row] = time;
    System.arraycopy(metricValues, 0, values, row * metrics, metrics);
  }

  /** The first step, after the one last reported, of which this recorder has to be told. */
  long nextDue() {
    return Math.min(nextRecorded, current < budget ? budget : budget + 1);
  }

  /** Steps that the simulation has reported. */
  long current() {
    return current;
  }

  /** The budget announced by the simulation; 0 if it has not begun. */
  long budget() {
    return budget == NO_BUDGET ? 0 : budget;
  }

  /** A copy of what was recorded, which later trials do not change. */
  Trajectory trajectory() {
    return rows == 0
        ? Trajectory.EMPTY
        : new RecordedSteps(
            Arrays.copyOf(steps, rows),
            Arrays.copyOf(times, rows),
            Arrays.copyOf(values, rows * metrics),
            metrics);
  }
}
