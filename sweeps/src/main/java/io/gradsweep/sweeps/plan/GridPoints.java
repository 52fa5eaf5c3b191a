package io.gradsweep.sweeps.plan;

import java.util.BitSet;

/**
 * The combinations of a design's grid that have a trial. Looked up once, and shared by the plans of
 * its rounds.
 */
final class GridPoints {

  private BitSet held;

  /** Number of those from one combination to another, excluded. */
  synchronized long count(Plan grid, int from, int to) {
    if (held == null) {
      held = new BitSet();
      for (int c = 0; c < grid.combinations(); c++) {
        held.set(c, grid.trial(c, 0).isPresent());
      }
    }
    return held.get(from, to).cardinality();
  }
}
