package io.gradsweep.driver.job;

import io.gradsweep.results.outcome.Recording;
import io.gradsweep.results.trial.Trial;
import io.gradsweep.workers.api.Simulation;
import io.gradsweep.workers.run.GuardedRunner;
import io.gradsweep.workers.run.RunSettings;
import io.gradsweep.workers.run.SegmentRunner;
import io.gradsweep.workers.run.TrialRun;
import io.gradsweep.workers.run.TrialsRunner;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Measures what a unit of declared cost takes, on a few trials spread over the plan. Its outcomes
 * are thrown away: they only size segments, so that a wrong measure costs balance, never a number.
 */
final class Pilot {

  private static final int TRIALS = 8;
  private static final Duration MOST_PER_TRIAL = Duration.ofMillis(500);
  private static final Duration MOST = Duration.ofSeconds(2);

  /** Cheap trials are run again for about this long, until they run as compiled code. */
  private static final Duration WARM = Duration.ofMillis(300);

  private static final int MOST_ROUNDS = 1000;

  /** Plan, row and file of a trial that does nothing. */
  private static final double OVERHEAD_SECONDS = 10e-6;

  /** Where no trial was measured: a plain loop's rate on an ordinary core. */
  private static final double DEFAULT_SECONDS_PER_COST = 1e-9;

  private final Simulation simulation;
  private final double secondsPerCost;

  private Pilot(Simulation simulation, double secondsPerCost) {
    this.simulation = simulation;
    this.secondsPerCost = secondsPerCost;
  }

  /** Measures in this JVM, which so gets warm for what follows. */
  static Pilot inline(GenerationPlan plan, Simulation simulation, Optional<Duration> timeLimit)
      throws IOException {
    return of(plan, simulation, new SegmentRunner(simulation, settings(timeLimit)));
  }

  /** Measures in a JVM of its own, which a trial may end. */
  static Pilot guarded(GenerationPlan plan, Simulation simulation, Optional<Duration> timeLimit)
      throws IOException {
    try (GuardedRunner runner = new GuardedRunner(simulation, settings(timeLimit))) {
      return of(plan, simulation, runner);
    }
  }

  private static RunSettings settings(Optional<Duration> timeLimit) {
    Duration limit = timeLimit.filter(d -> d.compareTo(MOST_PER_TRIAL) < 0).orElse(MOST_PER_TRIAL);
    return new RunSettings(Recording.NONE, Optional.of(limit));
  }

  private static Pilot of(GenerationPlan plan, Simulation simulation, TrialsRunner runner)
      throws IOException {
    List<Trial> trials = sample(plan);
    double[] perCost = new double[trials.size()];
    Arrays.fill(perCost, Double.POSITIVE_INFINITY);
    if (!trials.isEmpty()) {
      run(runner, trials.get(0)); // loads classes, native libraries and data: no part of its pace
    }
    long start = System.nanoTime();
    long warm = start;
    for (int round = 0; round < MOST_ROUNDS; round++) {
      for (int i = 0; i < perCost.length && within(start, MOST); i++) {
        if (round > 0 && Double.isInfinite(perCost[i])) {
          continue; // it failed, and may have taken its JVM along
        }
        double seconds = wholeSeconds(run(runner, trials.get(i)));
        perCost[i] = Math.min(perCost[i], seconds / simulation.cost(trials.get(i).params()));
      }
      if (round == 0) {
        warm = System.nanoTime(); // the first round loaded what the other trials need
      } else if (!within(warm, WARM)) {
        break;
      }
    }
    return new Pilot(simulation, overall(simulation, trials, perCost));
  }

  private static boolean within(long start, Duration limit) {
    return System.nanoTime() - start < limit.toNanos();
  }

  /** A trial that was cut off would have gone on at the same pace; a failed one says nothing. */
  private static double wholeSeconds(TrialRun run) {
    double seconds = run.wallNanos() * 1e-9;
    return switch (run.outcome().status()) {
      case TIMED_OUT ->
          seconds * Math.max(1, run.stepBudget() / (double) Math.max(1, run.outcome().steps()));
      case FAILED -> Double.POSITIVE_INFINITY;
      default -> seconds;
    };
  }

  private static TrialRun run(TrialsRunner runner, Trial trial) throws IOException {
    List<TrialRun> runs = new ArrayList<>();
    runner.run(List.of(trial).iterator(), runs::add);
    return runs.get(0);
  }

  /** The mean over the trials that ran, each counting by its cost. */
  private static double overall(Simulation simulation, List<Trial> trials, double[] perCost) {
    double seconds = 0;
    double cost = 0;
    for (int i = 0; i < perCost.length; i++) {
      if (Double.isFinite(perCost[i])) {
        double declared = simulation.cost(trials.get(i).params());
        seconds += declared * perCost[i];
        cost += declared;
      }
    }
    return cost > 0 ? seconds / cost : DEFAULT_SECONDS_PER_COST;
  }

  private static List<Trial> sample(GenerationPlan plan) {
    List<Trial> trials = new ArrayList<>();
    long size = plan.plan().size();
    int tries = (int) Math.min(size, 8 * TRIALS);
    for (int i = 0; i < tries && trials.size() < TRIALS; i++) {
      // golden-ratio steps: any beginning of the sequence is spread over the plan
      double place = ((i + 0.5) * 0.6180339887498949) % 1;
      plan.trial(Math.min(size - 1, (long) (place * size))).ifPresent(trials::add);
    }
    return trials;
  }

  /** Expected time of a trial on one core, in seconds. */
  double seconds(Trial trial) {
    return OVERHEAD_SECONDS + simulation.cost(trial.params()) * secondsPerCost;
  }
}
