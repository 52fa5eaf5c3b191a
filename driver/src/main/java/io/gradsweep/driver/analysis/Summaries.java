package io.gradsweep.driver.analysis;

import io.gradsweep.driver.query.Answer;
import io.gradsweep.driver.query.StudyTables;
import io.gradsweep.results.columns.RunningCost;
import io.gradsweep.sweeps.spec.Statistic;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Summarises groups of trials. Every trial of the group is in n and in the counts per status; a
 * median or mean is shown beside the number of trials that have a value. The engine sorts the rows
 * by group, and one group at a time is in memory.
 */
final class Summaries {

  /** Columns that are summarised by default. */
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
   * @param of numeric columns to summarise; empty for the default ones that suit the statistics
   * @param chosen statistics of each; empty for a measure's default
   */
  Answer of(List<String> by, List<String> of, List<Statistic> chosen) {
    TrialColumns.requireAll(
        () -> columns.require(by), () -> columns.requireNumbers(of, "summarise"));
    List<Measure> measures =
        of.isEmpty()
            ? defaults(chosen)
            : of.stream().map(name -> Measure.of(name, chosen, columns)).toList();
    Map<NoRate.RateKind, List<String>> reasons = NoRate.columns(measures, columns);
    Ends ends = columns.ends();
    GroupTable table = new GroupTable(ends, by, measures, !of.isEmpty(), reasons);
    List<String> values = measures.stream().map(Measure::name).toList();
    List<String> spent =
        measures.stream().flatMap(m -> m.cost().stream()).map(RunningCost::spent).toList();
    List<String> names =
        Stream.concat(
                Stream.of(by, List.of(ends.column()), values, spent), reasons.values().stream())
            .flatMap(List::stream)
            .toList();
    TextCodes codes = new TextCodes(tables, columns, names);
    String sql = columns.select(List.of(), codes.expressions(), "", by);
    tables.each(sql, row -> table.add(codes.decoded(row)));
    return table.answer();
  }

  /** The default measures, without a running time for columns that are not costs of runs. */
  private List<Measure> defaults(List<Statistic> chosen) {
    List<Measure> measures = new ArrayList<>();
    for (String name : DEFAULT_MEASURES) {
      List<Statistic> suited =
          chosen.stream().filter(s -> !s.isErt() || columns.isRunningCost(name)).toList();
      if (chosen.isEmpty() || !suited.isEmpty()) {
        measures.add(Measure.of(name, suited, columns));
      }
    }
    return measures;
  }
}
