package io.gradsweep.driver.report;

import java.util.Arrays;
import java.util.List;

/**
 * A point of a convergence curve, as the query of {@link CurveChart} answers.
 *
 * @param trials that count here
 * @param median null if it is infinite, as the ends of the band may be
 * @param lines of all groups, drawn or not
 * @param trialsOfGroup chosen or not
 * @param drawn trials of all curves
 */
record CurvePoint(
    Double x,
    long trials,
    Double median,
    Double low,
    Double high,
    long lines,
    long trialsOfGroup,
    long drawn) {

  /** Columns, after the grouping's, that the table of the chart shows: up to the band. */
  static final int SHOWN = 5;

  /**
   * Reads a row.
   *
   * @param at number of the grouping's columns, which come first
   */
  static CurvePoint of(List<Object> row, int at) {
    return new CurvePoint(
        ChartSql.drawn(row.get(at)),
        ChartSql.whole(row.get(at + 1)),
        ChartSql.drawn(row.get(at + 2)),
        ChartSql.drawn(row.get(at + 3)),
        ChartSql.drawn(row.get(at + 4)),
        ChartSql.whole(row.get(at + 5)),
        ChartSql.whole(row.get(at + 6)),
        ChartSql.whole(row.get(at + 7)));
  }

  /** The point as a chart takes it; its trials all have a value. */
  List<Object> drawing() {
    return Arrays.asList(x, median, low, high, trials, trials);
  }
}
