package io.gradsweep.workers.run;

import io.gradsweep.results.trial.Trial;
import io.gradsweep.workers.api.LaneSimulation;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Runs trials of one shape in lanes, and those that have no shape, too few of their kind, or threw
 * an exception in a lane, alone. Trials are taken in batches, and handed over in their order.
 */
public final class LaneRunner implements TrialRunner {

  /** {@code never} or {@code always}, for comparisons. */
  private static final String PROPERTY = "gradsweep.lanes";

  /** More lanes than a vector has hide the latency of its operations. */
  static final int LANES = 32;

  /** One trial is over sooner alone. */
  private static final int LEAST_TRIALS = 2;

  private static final int LEAST_BATCH = 2 * LANES;
  private static final int MOST_BATCH = 1024;

  /** A batch is doubled if it took less, and halved if it took four times as long. */
  private static final long BATCH_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  /** Recorded steps of a batch, at most. */
  private static final long MOST_BYTES = 32L << 20;

  /**
   * Lanes pay once they are compiled, which takes about this long; a JVM that has less to do never
   * begins with them.
   */
  private static final long ALONE_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

  private static final AtomicLong SPENT_ALONE = new AtomicLong();

  private final LaneSimulation simulation;
  private final RunSettings settings;
  private final TrialRunner alone;
  private final int lanes;
  private final int most;
  private final boolean atOnce;

  /** Returns a runner that begins with lanes when they pay, unless a property says otherwise. */
  public static TrialRunner of(LaneSimulation simulation, RunSettings settings) {
    return switch (System.getProperty(PROPERTY, "")) {
      case "never" -> new InlineRunner(simulation, settings);
      case "always" -> always(simulation, settings, LANES);
      default -> new LaneRunner(simulation, settings, LANES, false);
    };
  }

  /**
   * Returns a runner that runs in a lane every trial that can, for checks.
   *
   * @param lanes at least 1; fewer if what they record would take too much memory
   */
  public static LaneRunner always(LaneSimulation simulation, RunSettings settings, int lanes) {
    return new LaneRunner(simulation, settings, lanes, true);
  }

  private LaneRunner(LaneSimulation simulation, RunSettings settings, int lanes, boolean atOnce) {
    this.simulation = simulation;
    this.settings = settings;
    this.atOnce = atOnce;
    alone = new InlineRunner(simulation, settings);
    long metrics = simulation.spec().metrics().size();
    long bytes = 8 * (settings.recording().points() + 1) * (metrics + 2);
    most = Math.toIntExact(Math.min(MOST_BATCH, MOST_BYTES / bytes));
    this.lanes = Math.min(lanes, most);
  }

  @Override
  public void run(Iterator<Trial> trials, TrialSink sink) throws IOException {
    if (lanes == 0) {
      alone.run(trials, sink);
      return;
    }
    if (!atOnce) {
      alone.run(untilLanesPay(trials), run -> countAlone(run, sink));
    }
    int size = Math.min(most, Math.max(lanes, LEAST_BATCH));
    while (trials.hasNext()) {
      long start = System.nanoTime();
      runBatch(next(trials, size), sink);
      long took = System.nanoTime() - start;
      if (took < BATCH_NANOS) {
        size = Math.min(most, 2 * size);
      } else if (took > 4 * BATCH_NANOS) {
        size = Math.min(size, Math.max(LEAST_BATCH, size / 2));
      }
    }
  }

  private static void countAlone(TrialRun run, TrialSink sink) throws IOException {
    SPENT_ALONE.addAndGet(run.wallNanos());
    sink.accept(run);
  }

  private Iterator<Trial> untilLanesPay(Iterator<Trial> trials) {
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return SPENT_ALONE.get() < ALONE_NANOS && trials.hasNext();
      }

      @Override
      public Trial next() {
        return trials.next();
      }
    };
  }

  private static List<Trial> next(Iterator<Trial> trials, int size) {
    List<Trial> batch = new ArrayList<>(size);
    while (batch.size() < size && trials.hasNext()) {
      batch.add(trials.next());
    }
    return batch;
  }

  private void runBatch(List<Trial> trials, TrialSink sink) throws IOException {
    LaneBatch batch = new LaneBatch(trials, sink, alone);
    Map<Object, List<Integer>> places = new LinkedHashMap<>();
    for (int i = 0; i < trials.size(); i++) {
      int place = i;
      shape(trials.get(i))
          .ifPresent(shape -> places.computeIfAbsent(shape, none -> new ArrayList<>()).add(place));
    }
    for (Map.Entry<Object, List<Integer>> each : places.entrySet()) {
      if (atOnce || each.getValue().size() >= LEAST_TRIALS) {
        int count = Math.min(lanes, each.getValue().size());
        new LaneBundle(simulation, settings, each.getKey(), count)
            .run(each.getValue().iterator(), batch);
      }
    }
    batch.end();
  }

  /** Empty if it throws: the trial then runs alone, and its row tells the reason. */
  private Optional<?> shape(Trial trial) {
    try {
      return simulation.shape(trial);
    } catch (RuntimeException e) {
      return Optional.empty();
    }
  }
}
