package io.gradsweep.driver.report;

import java.util.Arrays;
import java.util.List;

/**
 * A group of trials with the same x, as the query of {@link GroupChart} answers.
 *
 * @param x a number, a word or a flag; null if there is none
 * @param withValue trials that have a y
 * @param median null if no trial has a y, or if it is infinite, as the ends of the band may be
 * @param theory the predicted y; null if there is none
 */
record GroupPoint(
    Object x, long trials, long withValue, Double median, Double low, Double high, Double theory) {

  private static final int THEORY = 6;

  /**
   * Reads a row.
   *
   * @param at number of the grouping's columns, which come first
   */
  static GroupPoint of(List<Object> row, int at) {
    return new GroupPoint(
        row.get(at),
        ChartSql.whole(row.get(at + 1)),
        ChartSql.whole(row.get(at + 2)),
        ChartSql.drawn(row.get(at + 3)),
        ChartSql.drawn(row.get(at + 4)),
        ChartSql.drawn(row.get(at + 5)),
        row.size() > at + THEORY ? ChartSql.drawn(row.get(at + THEORY)) : null);
  }

  /** The group as a chart takes it. */
  List<Object> drawing(Object place) {
    return Arrays.asList(place, median, low, high, trials, withValue);
  }
}
