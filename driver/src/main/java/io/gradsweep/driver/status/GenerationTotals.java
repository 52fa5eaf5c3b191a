package io.gradsweep.driver.status;

import io.gradsweep.driver.status.StudyStatus.GenerationStatus;
import io.gradsweep.driver.status.StudyStatus.Progress;
import io.gradsweep.driver.study.Generation;
import io.gradsweep.driver.study.Generation.Segment;
import io.gradsweep.driver.study.GenerationPlan;
import io.gradsweep.driver.study.PartName;
import io.gradsweep.driver.study.PlanTally;
import io.gradsweep.driver.study.StudySegments;
import io.gradsweep.sweeps.plan.Counts;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Counts the trials of each generation, and those of them that have a row. */
final class GenerationTotals {

  private final List<Generation> generations;
  private final List<GenerationPlan> plans;
  private final StudySegments laidOut;
  private final Map<PartName, Long> rows;

  /**
   * @param rows rows of each published segment
   */
  GenerationTotals(
      List<Generation> generations, List<GenerationPlan> plans, Map<PartName, Long> rows) {
    this.generations = generations;
    this.plans = plans;
    laidOut = StudySegments.of(generations);
    this.rows = rows;
  }

  List<GenerationStatus> all() {
    long[] trials = new long[generations.size()];
    long[] segments = new long[generations.size()];
    rows.forEach(
        (segment, found) -> {
          trials[segment.generation()] += found;
          segments[segment.generation()]++;
        });
    List<GenerationStatus> all = new ArrayList<>();
    long before = 0;
    for (GenerationPlan plan : plans) {
      int g = plan.number();
      List<Segment> live = laidOut.live(g).toList();
      boolean closed = segments[g] == live.size() || !plan.runnable();
      Progress progress = closed ? whole(trials[g]) : open(plan, trials[g], before, live);
      all.add(
          new GenerationStatus(
              g,
              progress,
              new Progress(segments[g], live.size(), false),
              laidOut.retired(g),
              plan.runnable()));
      before += progress.total();
    }
    return all;
  }

  private static Progress whole(long trials) {
    return new Progress(trials, trials, false);
  }

  /**
   * @param before trials of the generations before this one
   */
  private Progress open(GenerationPlan plan, long done, long before, List<Segment> live) {
    if (holdsAllBefore(plan.number())) {
      Counts counts = plan.plan().counts();
      return new Progress(done, Math.max(done, counts.trials() - before), counts.isEstimated());
    }
    PlanTally tally = new PlanTally(plans);
    Stream<Segment> open = live.stream().filter(segment -> !rows.containsKey(segment.part()));
    return new Progress(done, done + tally.trials(open), tally.isEstimated());
  }

  /**
   * Whether all trials of earlier generations belong to this one's plan, and still to those
   * generations.
   */
  private boolean holdsAllBefore(int g) {
    return plans.subList(0, g).stream().allMatch(earlier -> earlier.isWithin(plans.get(g).plan()))
        && generations.stream().skip(g + 1L).allMatch(later -> later.retired().isEmpty());
  }
}
