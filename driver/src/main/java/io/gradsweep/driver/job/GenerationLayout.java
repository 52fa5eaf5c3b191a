package io.gradsweep.driver.job;

import io.gradsweep.driver.spark.SparkRuntime;
import io.gradsweep.driver.study.AttemptMarker;
import io.gradsweep.driver.study.Generation;
import io.gradsweep.driver.study.Generation.PlanText;
import io.gradsweep.driver.study.Generation.SegmentRun;
import io.gradsweep.driver.study.GenerationPlan;
import io.gradsweep.driver.study.Plans;
import io.gradsweep.driver.study.Study;
import io.gradsweep.results.trial.Trial;
import io.gradsweep.sweeps.plan.Plan;
import io.gradsweep.workers.api.Simulation;
import io.gradsweep.workers.run.Simulations;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * The generations of a study, with one more if the request has trials for which none of them was
 * laid out.
 *
 * @param slots trials that can run at the same time
 */
record GenerationLayout(Study study, RunRequest request, int slots) {

  /**
   * Least trials of a segment: shorter ones would cost more than the trials that they save when a
   * sweep stops.
   */
  private static final long LEAST_TRIALS = 10;

  /** Whether the study needs another generation, for trials that are new or no longer wanted. */
  static boolean isNew(Study study, List<Generation> generations, RunRequest request)
      throws IOException {
    Plan plan = request.plan();
    if (plan.isDesign()) {
      return request
          .turn()
          .next()
          .filter(next -> next.generation() == generations.size())
          .isPresent();
    }
    return generations.isEmpty()
        || !generations.get(generations.size() - 1).plan().fingerprint().equals(plan.fingerprint())
        || !retired(study, generations, plan).isEmpty();
  }

  private static List<SegmentRun> retired(Study study, List<Generation> generations, Plan plan)
      throws IOException {
    return Retirement.of(generations, study.files().segments(), plan);
  }

  /**
   * The generations, and the expected time of a new one.
   *
   * @param added empty if none is new
   */
  record Preview(List<Generation> generations, Optional<Forecast> added) {}

  /** As {@link #written} would write them. Writes nothing. */
  Preview looked() throws IOException {
    List<Generation> generations = new ArrayList<>(study.generations());
    if (!isNew(study, generations, request)) {
      return new Preview(generations, Optional.empty());
    }
    // a mere look leaves no mark by which a second look would notice a death
    boolean ours = Simulations.isOurs(Simulations.find(request.plan().simulation().name()));
    LaidOut added = layOut(generations, ours ? Pilot::inline : Pilot::guarded);
    generations.add(added.generation());
    return new Preview(generations, Optional.of(added.forecast()));
  }

  /** A generation, and the cost by which it was laid out. */
  private record LaidOut(Generation generation, GenerationPlan plan, TrialCost cost) {
    Forecast forecast() {
      return new Forecast(
          total(cost::seconds),
          total(cost::leastSeconds),
          total(cost::mostSeconds),
          cost.unknown());
    }

    private double total(ToDoubleFunction<Trial> seconds) {
      return new Layout(generation, plan, seconds).totalSeconds();
    }
  }

  /**
   * Writes the new generation before anything runs.
   *
   * @param spark the Spark on which the trials will run; empty if there is nothing to run
   */
  List<Generation> written(Optional<SparkRuntime> spark) throws IOException {
    List<Generation> generations = study.generations();
    while (isNew(study, generations, request)) {
      AttemptMarker mark = AttemptMarker.leaveByPilot(study);
      boolean harmless = mark.attempt() == 0 && !AttemptMarker.isPoisoned(study);
      // warming up another JVM would not help executors
      boolean inline = harmless && spark.filter(SparkRuntime::isLocal).isPresent();
      PilotMeasurement guarded =
          (plan, simulation, limit) -> Pilot.guarded(plan, simulation, limit, mark);
      Generation generation = layOut(generations, inline ? Pilot::inline : guarded).generation();
      study.markUnfinished(); // first: a finished study has every row of its plan
      study.create(generation); // another shard may be faster: then its generation counts
      mark.takeAway();
      generations = study.generations();
    }
    return generations;
  }

  private interface PilotMeasurement {
    TrialCost of(GenerationPlan plan, Simulation simulation, Optional<Duration> timeLimit)
        throws IOException;
  }

  private LaidOut layOut(List<Generation> before, PilotMeasurement measure) throws IOException {
    Plan plan = request.plan();
    boolean isEnd = request.turn().next().filter(next -> next.round().isEnd()).isPresent();
    Generation draft =
        new Generation(
            before.size(),
            PlanText.of(plan),
            isEnd ? new long[] {plan.size()} : new long[] {plan.lastRound(), plan.size()},
            new double[isEnd ? 0 : 1],
            CodeHistory.declaration(plan.simulation()),
            retired(study, before, plan),
            request.turn().next().map(NextRound::round).orElse(null));
    List<Generation> all = new ArrayList<>(before);
    all.add(draft);
    GenerationPlan added = Plans.of(all).get(before.size());
    Optional<TrialCost> seen = request.turn().next().flatMap(NextRound::cost);
    TrialCost cost =
        seen.isPresent()
            ? seen.get()
            : measure.of(
                added, Simulations.find(plan.simulation().name()), request.settings().timeLimit());
    Layout layout = new Layout(draft, added, cost::seconds);
    return new LaidOut(isEnd ? draft : cut(layout, cost), added, cost);
  }

  private Generation cut(Layout layout, TrialCost cost) {
    if (request.limits().segmentIndices().isPresent()) {
      return layout.generationOf(request.limits().segmentIndices().getAsLong());
    }
    if (request.limits().maxFailures().isEmpty()) {
      return layout.generation(slots);
    }
    Generation byTime = layout.shortGeneration();
    if (!cost.isFailing()) {
      return byTime;
    }
    Generation byTrials =
        layout.generationOfAtLeast(
            Math.max(LEAST_TRIALS, request.limits().maxFailures().getAsLong() + 1));
    return byTrials.size() > byTime.size() ? byTrials : byTime;
  }
}
