package io.gradsweep.driver.analysis;

import io.gradsweep.driver.RequestException;
import io.gradsweep.driver.query.StudyTables;
import io.gradsweep.results.columns.Column;
import io.gradsweep.results.columns.ColumnType;
import io.gradsweep.results.columns.TrialTable;
import io.gradsweep.results.trial.Names;
import io.gradsweep.results.trial.SimulationSpec;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The columns that a question names, checked before an engine is asked. */
final class TrialColumns {

  private static final Set<ColumnType> NUMERIC =
      Set.of(ColumnType.INT32, ColumnType.INT64, ColumnType.DOUBLE);

  private final List<Column> columns;

  TrialColumns(SimulationSpec simulation) {
    columns = TrialTable.of(simulation).columns();
  }

  /**
   * @throws RequestException if there is no such column
   */
  Column require(String name) {
    return columns.stream()
        .filter(c -> c.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new RequestException(
                    "Cannot find column: '%s'%s"
                        .formatted(
                            name,
                            Names.didYouMean(name, columns.stream().map(Column::name).toList()))));
  }

  void require(List<String> names) {
    names.forEach(this::require);
  }

  /**
   * @param what what is to be done with it, for the message
   * @throws RequestException if there is no such column, or no number in it
   */
  void requireNumber(String name, String what) {
    if (!NUMERIC.contains(require(name).type())) {
      throw new RequestException("Cannot %s %s (must be a number)".formatted(what, name));
    }
  }

  /** A SELECT of columns of {@code trials}, sorted by the first ones, null last, in all engines. */
  static String select(List<String> columns, List<String> more, List<String> order) {
    String sort =
        order.stream()
            .map(c -> StudyTables.name(c) + " NULLS LAST")
            .collect(Collectors.joining(", "));
    return "SELECT "
        + Stream.concat(columns.stream().map(StudyTables::name), more.stream())
            .collect(Collectors.joining(", "))
        + " FROM trials"
        + (order.isEmpty() ? "" : " ORDER BY " + sort);
  }
}
