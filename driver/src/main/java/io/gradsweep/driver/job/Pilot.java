package io.gradsweep.driver.job;

import io.gradsweep.driver.study.AttemptMarker;
import io.gradsweep.driver.study.GenerationPlan;
import io.gradsweep.results.outcome.Recording;
import io.gradsweep.results.trial.Trial;
import io.gradsweep.workers.api.Simulation;
import io.gradsweep.workers.guard.Runners;
import io.gradsweep.workers.run.RunSettings;
import io.gradsweep.workers.run.TrialRunner;
import io.gradsweep.workers.run.TrialSink;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Measures the time of a unit of declared cost, on a few trials spread over the plan. Its outcomes
 * are discarded: they only size segments, so that a wrong measurement can harm the balance, but
 * never a result.
 *
 * <p>A trial counts with the fastest of its runs, and the plan with the median of the trials: other
 * load on the machine can only make runs slower, and a single stalled trial decides nothing.
 */
final class Pilot implements TrialCost {

  private static final int TRIALS = 8;
  private static final Duration MOST_PER_TRIAL = Duration.ofMillis(500);

  /** Time for the plan, the row and the file of a trial that does nothing. */
  private static final double OVERHEAD_SECONDS = 10e-6;

  /** Rate of a plain loop on an ordinary core, used if no trial was measured. */
  private static final double DEFAULT_SECONDS_PER_COST = 1e-9;

  /** Least uncertainty of an estimate, as a factor in both directions. */
  private static final double UNCERTAINTY = 1.25;

  /** Names the running trial in a mark. */
  private record Naming(TrialRunner runner, AttemptMarker mark) implements TrialRunner {
    @Override
    public void run(Iterator<Trial> trials, TrialSink sink) throws IOException {
      while (trials.hasNext()) {
        Trial trial = trials.next();
        mark.name(trial.id().toString());
        runner.run(List.of(trial).iterator(), sink);
      }
    }
  }

  private final Simulation simulation;
  private final OptionalDouble timeLimitSeconds;

  /** Seconds per unit of cost of the trials that ran, ascending. */
  private final double[] rates;

  private final Map<String, Long> failures;

  private Pilot(
      Simulation simulation,
      Optional<Duration> timeLimit,
      double[] rates,
      Map<String, Long> failures) {
    this.simulation = simulation;
    timeLimitSeconds =
        timeLimit.isPresent()
            ? OptionalDouble.of(timeLimit.get().toNanos() * 1e-9)
            : OptionalDouble.empty();
    this.rates = rates;
    this.failures = failures;
  }

  /** Measures in this JVM, which also warms it up. */
  static Pilot inline(GenerationPlan plan, Simulation simulation, Optional<Duration> timeLimit)
      throws IOException {
    TrialRunner runner = Runners.alone(simulation, settings(plan, timeLimit));
    return of(plan, sample(plan, t -> true), simulation, timeLimit, runner);
  }

  /** Measures in a separate JVM, which a trial may end. */
  static Pilot guarded(GenerationPlan plan, Simulation simulation, Optional<Duration> timeLimit)
      throws IOException {
    try (TrialRunner runner = Runners.guarded(simulation, settings(plan, timeLimit))) {
      return of(plan, sample(plan, t -> true), simulation, timeLimit, runner);
    }
  }

  /** The same without the trials at which an earlier attempt ended; other trials serve as well. */
  static Pilot guarded(
      GenerationPlan plan, Simulation simulation, Optional<Duration> timeLimit, AttemptMarker mark)
      throws IOException {
    try (TrialRunner runner = Runners.guarded(simulation, settings(plan, timeLimit))) {
      List<Trial> trials = sample(plan, trial -> mark.ends(trial.id().toString()) == 0);
      TrialRunner naming = mark.attempt() > 0 ? new Naming(runner, mark) : runner;
      return of(plan, trials, simulation, timeLimit, naming);
    }
  }

  private static RunSettings settings(GenerationPlan plan, Optional<Duration> timeLimit) {
    Duration limit = timeLimit.filter(d -> d.compareTo(MOST_PER_TRIAL) < 0).orElse(MOST_PER_TRIAL);
    return new RunSettings(
        Recording.NONE,
        Optional.of(limit),
        Optional.empty(),
        plan.plan().sweep().execution().resources().threads());
  }

  private static Pilot of(
      GenerationPlan plan,
      List<Trial> trials,
      Simulation simulation,
      Optional<Duration> timeLimit,
      TrialRunner runner)
      throws IOException {
    PilotRounds rounds = new PilotRounds(simulation, trials, runner, MOST_PER_TRIAL);
    rounds.run(plan.size());
    return new Pilot(simulation, timeLimit, rounds.rates(), rounds.failures());
  }

  /** Definition 7 of Hyndman and Fan; infinite of nothing. */
  static double quantile(double[] sorted, double q) {
    if (sorted.length == 0) {
      return Double.POSITIVE_INFINITY;
    }
    double place = q * (sorted.length - 1);
    int below = (int) place;
    double next = sorted[Math.min(below + 1, sorted.length - 1)];
    return sorted[below] + (next - sorted[below]) * (place - below);
  }

  private static List<Trial> sample(GenerationPlan plan, Predicate<Trial> wanted) {
    List<Trial> trials = new ArrayList<>();
    long size = plan.size();
    int tries = (int) Math.min(size, 8 * TRIALS);
    for (int i = 0; i < tries && trials.size() < TRIALS; i++) {
      // golden-ratio steps: any beginning of the sequence is spread over the plan
      double place = ((i + 0.5) * 0.6180339887498949) % 1;
      plan.trial(plan.first() + Math.min(size - 1, (long) (place * size)))
          .filter(wanted)
          .ifPresent(trials::add);
    }
    return trials;
  }

  @Override
  public boolean isFailing() {
    return !failures.isEmpty();
  }

  @Override
  public Optional<String> unknown() {
    if (rates.length > 0) {
      return Optional.empty();
    }
    String why =
        failures.entrySet().stream()
            .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
            .limit(1)
            .map(
                failure ->
                    " (%d of %d: %s)".formatted(failure.getValue(), tried(), failure.getKey()))
            .collect(Collectors.joining());
    return Optional.of("no pilot trial ran" + why);
  }

  private long tried() {
    return failures.values().stream().mapToLong(Long::longValue).sum();
  }

  @Override
  public double seconds(Trial trial) {
    return seconds(trial, middle());
  }

  /** The lower quartile of the pilot's trials. */
  @Override
  public double leastSeconds(Trial trial) {
    return seconds(trial, Math.min(quantile(rates, 0.25), middle() / UNCERTAINTY));
  }

  /** The upper quartile. */
  @Override
  public double mostSeconds(Trial trial) {
    double upper = rates.length == 0 ? 0 : quantile(rates, 0.75);
    return seconds(trial, Math.max(upper, middle() * UNCERTAINTY));
  }

  private double middle() {
    return rates.length == 0 ? DEFAULT_SECONDS_PER_COST : quantile(rates, 0.5);
  }

  /** Bounds the time by the trial's limit. */
  private double seconds(Trial trial, double secondsPerCost) {
    double whole = simulation.cost(trial.params()) * secondsPerCost;
    return OVERHEAD_SECONDS + Math.min(whole, timeLimitSeconds.orElse(Double.POSITIVE_INFINITY));
  }
}
