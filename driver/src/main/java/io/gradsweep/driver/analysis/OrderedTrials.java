package io.gradsweep.driver.analysis;

import io.gradsweep.driver.query.StudyTables;
import io.gradsweep.driver.query.TrialRow;
import io.gradsweep.results.trial.ParamValue;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The trials of a study in an order that no engine decides: by group, base seed, replicate and id.
 */
final class OrderedTrials {

  private static final String ID = "trial_id";

  private final StudyTables tables;
  private final TrialColumns columns;

  OrderedTrials(StudyTables tables, TrialColumns columns) {
    this.tables = tables;
    this.columns = columns;
  }

  /**
   * @param by columns that make the groups
   * @param names columns whose values are needed
   * @param condition in SQL; empty for all trials
   * @param within columns that order the trials of a replicate, before their ids
   */
  void each(
      List<String> by,
      Collection<String> names,
      String condition,
      List<String> within,
      Consumer<TrialValues> trials) {
    columns.require(by);
    List<String> needed = names.stream().distinct().sorted().toList();
    int[] places = needed.stream().mapToInt(columns::place).toArray();
    List<String> order = Stream.concat(by.stream(), Replicates.COLUMNS.stream()).toList();
    List<String> selected = Stream.concat(order.stream(), needed.stream()).toList();
    List<String> sorted = Stream.of(order, within, List.of(ID)).flatMap(List::stream).toList();
    String sql = columns.select(selected, List.of(), condition, sorted);
    tables.each(sql, row -> trials.accept(trial(row, by.size(), order.size(), places)));
  }

  private TrialValues trial(Object[] row, int groups, int ordered, int[] places) {
    ParamValue[] values = new ParamValue[columns.all().size()];
    for (int i = 0; i < places.length; i++) {
      values[places[i]] = TrialRow.value(row[ordered + i]);
    }
    return new TrialValues(
        Arrays.asList(Arrays.copyOf(row, groups)), // nulls are groups too
        List.of(row[groups], row[groups + 1]),
        values);
  }
}
