package io.gradsweep.driver.analysis;

import io.gradsweep.driver.query.Answer;
import io.gradsweep.driver.query.StudyTables;
import java.util.List;
import java.util.stream.Stream;

/**
 * Groups of trials with what they came to. Every trial of the group is in n and in the counts per
 * status; a median or mean stands beside the number of trials that have a value. The engine sorts
 * the rows by group, and one group at a time is in memory.
 */
final class Summaries {

  /** What is summarised where nobody says otherwise. */
  static final List<String> DEFAULT_MEASURES =
      List.of("rate", "predicted_rate", "steps_to_target", "final_error");

  private final StudyTables tables;
  private final TrialColumns columns;

  Summaries(StudyTables tables, TrialColumns columns) {
    this.tables = tables;
    this.columns = columns;
  }

  /**
   * @param by columns whose values make the groups; none for one group of all
   * @param of numeric columns to summarise
   * @param show statistics of each; empty for a measure's own
   */
  Answer of(List<String> by, List<String> of, List<String> show) {
    columns.require(by);
    of.forEach(measure -> columns.requireNumber(measure, "summarise"));
    List<Statistic> chosen = show.stream().map(Statistic::of).toList();
    GroupTable table =
        new GroupTable(by, of.stream().map(name -> Measure.of(name, chosen)).toList());
    String sql =
        columns.select(
            Stream.of(by, List.of("status", "steps"), of).flatMap(List::stream).toList(),
            List.of(),
            "",
            by);
    tables.each(sql, table::add);
    return table.answer();
  }
}
