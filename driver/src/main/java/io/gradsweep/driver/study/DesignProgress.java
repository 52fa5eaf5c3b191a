package io.gradsweep.driver.study;

import io.gradsweep.sweeps.plan.Cells;
import io.gradsweep.sweeps.plan.Plan;
import io.gradsweep.sweeps.spec.ReplicateRule;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/**
 * How far a design is, as its generations say: nothing is computed anew.
 *
 * @param last the newest round
 * @param open the cells that it gives replicates; none at the end
 * @param ends the numbers on which the others were closed, or had the most replicates
 * @param expectedTrials trials that the design is expected to need in all; empty before the first
 *     look at results
 */
public record DesignProgress(
    RoundRecord last, Cells cells, BitSet open, List<CellEnd> ends, Optional<Long> expectedTrials) {

  /**
   * @param generations all of a study
   * @param plan of the newest one
   * @return empty if the plan is no design
   */
  public static Optional<DesignProgress> of(List<Generation> generations, Plan plan) {
    RoundRecord last = generations.get(generations.size() - 1).round();
    Optional<ReplicateRule> rule = plan.sweep().replicateRule();
    if (last == null || rule.isEmpty()) {
      return Optional.empty();
    }
    Cells cells = Cells.of(plan, rule.get().by());
    List<CellEnd> ends =
        generations.subList(generations.size() - 1 - last.round(), generations.size()).stream()
            .flatMap(generation -> generation.round().closed().stream())
            .toList();
    long before = plan.withRounds(plan.rounds().subList(0, last.round())).counts().trials();
    return Optional.of(
        new DesignProgress(
            last,
            cells,
            cells.in(last.open()),
            ends,
            Optional.ofNullable(last.expected()).map(more -> before + more)));
  }

  /** Name of the cell that ended. */
  public String name(CellEnd end) {
    return cells.name(cells.of(end.combination()));
  }
}
