package io.gradsweep.driver.job;

import io.gradsweep.results.outcome.Status;
import io.gradsweep.results.trial.Shown;
import io.gradsweep.results.trial.Trial;
import io.gradsweep.workers.api.Simulation;
import io.gradsweep.workers.run.OutsideSimulation;
import io.gradsweep.workers.run.TrialRun;
import io.gradsweep.workers.run.TrialRunner;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The runs of a pilot's trials, again and again, until they have become as fast as they will be, or
 * to know better would take too long.
 */
final class PilotRounds {

  private static final Duration MOST = Duration.ofSeconds(2);

  /**
   * Trials are repeated until they have not become faster for this long, since they become faster
   * until they run as compiled code.
   */
  private static final Duration SETTLED = Duration.ofMillis(300);

  /** A plan that takes less is one segment, however much faster its trials may become. */
  private static final double SHORT_SECONDS = 0.2;

  /** After {@link #SETTLED}, rounds end at this share of the time of the whole plan. */
  private static final double MOST_SHARE = 0.02;

  /**
   * Trials that take less are handed over together: a runner begins a thread each time. Programs
   * are told of one after the other, since one that waits for others would seem slow.
   */
  private static final double TOGETHER_SECONDS = 0.05;

  private static final double FASTER = 0.95;
  private static final int MOST_ROUNDS = 2000;

  private final Simulation simulation;
  private final List<Trial> trials;
  private final TrialRunner runner;
  private final Duration mostPerTrial;

  /** Of each trial, the fastest run's seconds per unit of cost; infinite if none has ended. */
  private final double[] perCost;

  /** Of each trial, the seconds of its last run. */
  private final double[] latest;

  private final Map<String, Long> failures = new LinkedHashMap<>();

  PilotRounds(
      Simulation simulation, List<Trial> trials, TrialRunner runner, Duration mostPerTrial) {
    this.simulation = simulation;
    this.trials = trials;
    this.runner = runner;
    this.mostPerTrial = mostPerTrial;
    perCost = new double[trials.size()];
    latest = new double[trials.size()];
    Arrays.fill(perCost, Double.POSITIVE_INFINITY);
  }

  /**
   * @param size of the plan
   */
  void run(long size) throws IOException {
    if (trials.isEmpty()) {
      return;
    }
    run(List.of(0)); // loads classes, native libraries and data, which must not count
    failures.clear();
    Arrays.fill(perCost, Double.POSITIVE_INFINITY);
    long start = System.nanoTime();
    long faster = start;
    double best = Double.POSITIVE_INFINITY;
    for (int round = 0; round < MOST_ROUNDS; round++) {
      round(round == 0, start);
      double whole = Arrays.stream(latest).average().orElse(0) * size;
      if (whole < SHORT_SECONDS || !within(start, SETTLED) && !within(start, share(whole))) {
        return;
      }
      double now = Pilot.quantile(rates(), 0.5);
      if (now < FASTER * best) {
        best = now;
        faster = System.nanoTime();
      } else if (!within(faster, SETTLED)) {
        return;
      }
    }
  }

  private void round(boolean first, long start) throws IOException {
    boolean together =
        !first
            && !(simulation instanceof OutsideSimulation)
            && Arrays.stream(latest).sum() < TOGETHER_SECONDS;
    List<Integer> wanted = new ArrayList<>();
    for (int i = 0; i < perCost.length && within(start, MOST); i++) {
      if (first || Double.isFinite(perCost[i])) { // one that failed may have taken its JVM along
        wanted.add(i);
      }
      if (!together || i == perCost.length - 1) {
        run(wanted);
        wanted.clear();
      }
    }
  }

  /** Runs some trials, which are handed over in their order. */
  private void run(List<Integer> wanted) throws IOException {
    List<TrialRun> runs = new ArrayList<>();
    runner.run(wanted.stream().map(trials::get).iterator(), runs::add);
    for (int k = 0; k < runs.size(); k++) {
      ended(wanted.get(k), runs.get(k));
    }
  }

  private void ended(int i, TrialRun run) {
    latest[i] = wholeSeconds(run);
    if (Double.isInfinite(latest[i])) {
      failures.merge(failure(run), 1L, Long::sum);
    }
    perCost[i] = Math.min(perCost[i], latest[i] / simulation.cost(trials.get(i).params()));
  }

  private static Duration share(double wholeSeconds) {
    return Duration.ofMillis((long) Math.min(MOST.toMillis(), MOST_SHARE * 1000 * wholeSeconds));
  }

  private static boolean within(long start, Duration limit) {
    return System.nanoTime() - start < limit.toNanos();
  }

  /** Seconds per unit of cost of the trials that ran, ascending. */
  double[] rates() {
    return Arrays.stream(perCost).filter(Double::isFinite).sorted().toArray();
  }

  Map<String, Long> failures() {
    return failures;
  }

  /**
   * Extrapolates a trial that was cut off, at its own pace; a failed one gives no information. One
   * that runs outside this JVM tells no steps: it takes no less than it did.
   */
  private double wholeSeconds(TrialRun run) {
    double seconds = run.wallNanos() * 1e-9;
    return switch (run.outcome().status()) {
      case TIMED_OUT ->
          run.outcome().steps() > 0
              ? seconds * Math.max(1, run.stepBudget() / (double) run.outcome().steps())
              : simulation instanceof OutsideSimulation ? seconds : Double.POSITIVE_INFINITY;
      case FAILED -> Double.POSITIVE_INFINITY;
      case CONVERGED, NOT_CONVERGED, DIVERGED, LEFT_DOMAIN -> seconds;
    };
  }

  private String failure(TrialRun run) {
    return run.outcome().status() == Status.TIMED_OUT
        ? "no step within %d ms".formatted(mostPerTrial.toMillis())
        : run.outcome().reason().map(Shown::briefly).orElse("no reason");
  }
}
