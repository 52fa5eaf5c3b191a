package io.gradsweep.driver.analysis;

import io.gradsweep.driver.RequestException;
import io.gradsweep.driver.query.Answer;
import io.gradsweep.driver.query.SqlText;
import io.gradsweep.driver.query.StudyTables;
import io.gradsweep.sweeps.spec.Arms;
import java.util.List;
import java.util.stream.Stream;

/**
 * Two arms of a sweep on common replicates. A pair is one trial of each arm, with equal base seed
 * and replicate, hence equal random numbers, and equal values of the matched columns. The
 * difference of each pair, or the logarithm of its ratio, is averaged.
 */
final class Comparison {

  /** The comparison of the values of a pair: first − second, or first / second. */
  enum Contrast {
    DIFFERENCE,
    RATIO
  }

  private final StudyTables tables;
  private final TrialColumns columns;
  private final Arms arms;
  private final Contrast form;

  Comparison(StudyTables tables, TrialColumns columns, Arms arms, Contrast form) {
    this.tables = tables;
    this.columns = columns;
    this.arms = arms;
    this.form = form;
  }

  /**
   * One row per group and measure.
   *
   * @param match columns in which a pair is equal, besides those of the group and the replicate
   */
  Answer of(List<String> by, List<String> of, List<String> match) {
    TrialColumns.requireAll(
        () -> columns.require(arms.column()),
        () -> columns.require(by),
        () -> columns.require(match),
        () -> columns.requireNumbers(of, "compare"));
    List<String> key =
        Stream.of(by, match, Replicates.COLUMNS).flatMap(List::stream).distinct().toList();
    String axis = SqlText.name(arms.column());
    String first = columns.literal(arms.column(), arms.first(), "compare");
    String second = columns.literal(arms.column(), arms.second(), "compare");
    if (first.equals(second)) {
      throw new RequestException(
          "Cannot compare: %s=%s,%s (must be two values; these are one)"
              .formatted(arms.column(), arms.first(), arms.second()));
    }
    String arm = "CASE WHEN %s = %s THEN 0 ELSE 1 END".formatted(axis, first);
    String both = "%s = %s OR %s = %s".formatted(axis, first, axis, second);
    PairTable table = new PairTable(by, key, of, arms, form);
    tables.each(
        columns.select(Stream.concat(key.stream(), of.stream()).toList(), List.of(arm), both, key),
        table::add);
    return table.answer();
  }

  /**
   * @param text such as {@code optimizer=natural,gradient}
   * @throws RequestException if it names no two arms
   */
  static Arms arms(String text) {
    try {
      return Arms.parse(text);
    } catch (IllegalArgumentException e) {
      throw new RequestException("Cannot compare: " + e.getMessage());
    }
  }
}
