package io.gradsweep.driver.study;

import java.util.Collections;
import java.util.List;

/**
 * The numbers on which a cell of a design was judged for the last time.
 *
 * @param combination the first grid point of the cell, as its number among the grid's combinations
 * @param n replicates, whatever their end
 * @param precise whether every condition of the rule held; false if the most replicates were
 *     reached
 * @param values the rule's statistics, in its order; null for none
 * @param halfWidths half the widths of their intervals, in the same order; null for none
 */
public record CellEnd(
    long combination, long n, boolean precise, List<Double> values, List<Double> halfWidths) {

  public CellEnd {
    // null stands for an absent number, which List.copyOf refuses
    values = values == null ? List.of() : Collections.unmodifiableList(values);
    halfWidths = halfWidths == null ? List.of() : Collections.unmodifiableList(halfWidths);
  }
}
