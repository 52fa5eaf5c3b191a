package io.gradsweep.driver.rounds;

import io.gradsweep.driver.study.RoundRecord;
import io.gradsweep.sweeps.plan.Plan;
import java.util.Collection;
import java.util.Optional;

/**
 * Decides from the rows of a design's rounds which trials come next. A decision is a function of
 * the sweep and of those rows: no clock, no order of delivery, and no other row takes part.
 */
public interface SequentialDesign {

  /** The design of a plan; empty if its sweep states its trials. */
  static Optional<SequentialDesign> of(Plan plan) {
    Plan grid = plan.grid();
    Optional<SequentialDesign> search = grid.refinement().map(edge -> new RefineDesign(grid, edge));
    return search.isPresent()
        ? search
        : grid.sweep().replicateRule().map(rule -> new ReplicateDesign(grid, rule));
  }

  /** Names of the columns, besides those that identify a trial, on which it decides. */
  Collection<String> columns();

  /** The first round. */
  RoundRecord first();

  /**
   * The round that follows another one, or what ends the design.
   *
   * @param last a round with trials
   * @param rows of all trials of the rounds up to it
   */
  RoundRecord next(RoundRecord last, Observations rows);
}
