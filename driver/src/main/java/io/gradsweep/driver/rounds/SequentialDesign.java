package io.gradsweep.driver.rounds;

import io.gradsweep.driver.study.RoundRecord;
import io.gradsweep.sweeps.plan.Plan;
import io.gradsweep.sweeps.spec.ReplicateRule;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Decides from the rows of a design's rounds which trials come next. A decision is a function of
 * the sweep and of those rows: no clock, no order of delivery, and no other row takes part.
 */
public interface SequentialDesign {

  /** The design of a plan; empty if its sweep states its trials. */
  static Optional<SequentialDesign> of(Plan plan) {
    Plan grid = plan.grid();
    Optional<SequentialDesign> rule = grid.sweep().grid().replicateRule().map(one -> of(grid, one));
    Optional<SequentialDesign> search =
        grid.refinement().map(edge -> new RefineDesign(grid, edge, rule));
    return search.isPresent() ? search : rule;
  }

  private static SequentialDesign of(Plan grid, ReplicateRule rule) {
    return rule.verdicts().isPresent()
        ? new ClaimDesign(grid, rule, rule.verdicts().get())
        : new ReplicateDesign(grid, rule, rule.precision().orElseThrow());
  }

  /** Names of the columns, besides those that identify a trial, on which it decides. */
  Collection<String> columns();

  /** The first round. */
  RoundRecord first();

  /**
   * The round that follows others, or the end of the design.
   *
   * @param before the rounds so far, all with trials
   * @param rows of all trials of these rounds, and possibly of later ones, which do not count
   */
  RoundRecord next(List<RoundRecord> before, SeenRows rows) throws IOException;
}
