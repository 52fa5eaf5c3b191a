package io.gradsweep.driver.status;

import io.gradsweep.driver.job.GenerationPlan;
import io.gradsweep.driver.status.StudyStatus.GenerationStatus;
import io.gradsweep.driver.status.StudyStatus.Progress;
import io.gradsweep.driver.store.Generation;
import io.gradsweep.driver.store.PartName;
import io.gradsweep.sweeps.plan.Counts;
import io.gradsweep.sweeps.plan.Plan;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** How many trials each generation holds, and how many of them have a row. */
final class GenerationTotals {

  private final List<Generation> generations;
  private final List<GenerationPlan> plans;
  private final Map<PartName, Long> rows;

  /**
   * @param rows of each published segment
   */
  GenerationTotals(
      List<Generation> generations, List<GenerationPlan> plans, Map<PartName, Long> rows) {
    this.generations = generations;
    this.plans = plans;
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
    for (Generation generation : generations) {
      int g = generation.number();
      int size = generation.segments().size();
      boolean closed = segments[g] == size || !plans.get(g).runnable();
      Progress progress = closed ? whole(trials[g]) : open(g, trials[g], before);
      all.add(
          new GenerationStatus(
              g, progress, new Progress(segments[g], size, false), plans.get(g).runnable()));
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
  private Progress open(int g, long done, long before) {
    GenerationPlan plan = plans.get(g);
    if (holdsAllBefore(g)) {
      Counts counts = plan.plan().counts();
      boolean estimated =
          counts.overlapEstimated()
              || counts.filtered().stream().anyMatch(Counts.Filtered::estimated);
      return new Progress(done, Math.max(done, counts.trials() - before), estimated);
    }
    long total = Math.round(plan.share() * plan.plan().size());
    return new Progress(done, Math.max(done, total), !plan.isShareExact());
  }

  private boolean holdsAllBefore(int g) {
    return plans.subList(0, g).stream()
        .allMatch(earlier -> Plan.differences(earlier.plan(), plans.get(g).plan()).isEmpty());
  }
}
