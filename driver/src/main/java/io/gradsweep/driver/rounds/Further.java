package io.gradsweep.driver.rounds;

import io.gradsweep.driver.rounds.Observations.Observation;
import io.gradsweep.sweeps.plan.Cells;
import io.gradsweep.sweeps.spec.ReplicateRule;

/** Expects what a rule still needs: for people, and no decision rests on it. */
final class Further {

  private Further() {}

  /**
   * The first look after one at which there are as many replicates as are needed.
   *
   * @param needed no number for more than any
   */
  static long look(ReplicateRule rule, long look, double needed) {
    return rule.allLooks().stream()
        .filter(next -> next > look && next >= needed)
        .findFirst()
        .orElse(rule.max());
  }

  /**
   * Trials that cells are expected to need from a look on, each replicate as many as those so far.
   *
   * @param expected the look of each cell at which it is expected to end; 0 of those that have
   */
  static long trials(Cells cells, Observations rows, long look, long[] expected) {
    long[] seen = new long[cells.size()];
    for (Observation row : rows.all()) {
      if (row.replicate() < look) {
        seen[cells.of(row.combination())]++;
      }
    }
    double more = 0;
    for (int cell = 0; cell < seen.length; cell++) {
      more += Math.max(0, expected[cell] - look) * ((double) seen[cell] / look);
    }
    return Math.round(more);
  }

  /** A number that JSON can hold; null for none. */
  static Double finite(Double value) {
    return value == null || !Double.isFinite(value) ? null : value;
  }
}
