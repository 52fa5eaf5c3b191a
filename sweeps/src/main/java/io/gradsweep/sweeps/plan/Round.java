package io.gradsweep.sweeps.plan;

import io.gradsweep.results.trial.CanonicalHash;
import io.gradsweep.results.trial.Trial;
import java.io.Serializable;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The trials of one round of a design, addressable like those of a plan. A design is a sweep with a
 * rule that decides from the rows of earlier rounds which trials come next; the rounds of a design
 * have no trial in common. Immutable, and safe for use by several threads.
 */
public interface Round extends Serializable {

  /** Number of indices. */
  long size();

  /**
   * The trial at an index; empty if the grid has none there.
   *
   * @param grid the plan of the design without rounds
   * @param index from 0 to size - 1
   */
  Optional<Trial> trial(Plan grid, long index);

  /**
   * The index of a trial; empty if the round does not contain it.
   *
   * @param grid the plan of the design without rounds
   */
  OptionalLong indexOf(Plan grid, Trial trial);

  /**
   * Number of indices that have a trial.
   *
   * @param grid the plan of the design without rounds
   */
  long trials(Plan grid);

  /** The smallest number that is above each of its trials' replicates. */
  long replicatesEnd();

  /** Adds everything that determines its trials and their order. */
  void addTo(CanonicalHash hash);
}
