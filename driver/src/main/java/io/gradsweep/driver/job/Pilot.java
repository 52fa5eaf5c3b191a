package io.gradsweep.driver.job;

import io.gradsweep.results.outcome.Recording;
import io.gradsweep.results.trial.Trial;
import io.gradsweep.workers.api.Simulation;
import io.gradsweep.workers.run.RunSettings;
import io.gradsweep.workers.run.SegmentRunner;
import io.gradsweep.workers.run.TrialRun;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
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

  static Pilot of(GenerationPlan plan, Simulation simulation, Optional<Duration> timeLimit)
      throws IOException {
    Duration limit = timeLimit.filter(d -> d.compareTo(MOST_PER_TRIAL) < 0).orElse(MOST_PER_TRIAL);
    SegmentRunner runner =
        new SegmentRunner(simulation, new RunSettings(Recording.NONE, Optional.of(limit)));
    long deadline = System.nanoTime() + MOST.toNanos();
    double seconds = 0;
    double cost = 0;
    double atLeast = 0;
    for (Trial trial : sample(plan)) {
      if (System.nanoTime() > deadline) {
        break;
      }
      List<TrialRun> runs = new ArrayList<>();
      runner.run(List.of(trial).iterator(), runs::add);
      double took = runs.get(0).wallNanos() * 1e-9;
      double declared = simulation.cost(trial.params());
      if (runs.get(0).outcome().status().decidedByMathematics()) {
        seconds += took;
        cost += declared;
      } else {
        atLeast = Math.max(atLeast, took / declared); // cut off: it would have taken longer
      }
    }
    double measured = cost > 0 ? seconds / cost : DEFAULT_SECONDS_PER_COST;
    return new Pilot(simulation, Math.max(measured, atLeast));
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
