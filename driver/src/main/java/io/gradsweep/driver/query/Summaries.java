package io.gradsweep.driver.query;

import io.gradsweep.driver.RequestException;
import io.gradsweep.results.columns.Column;
import io.gradsweep.results.columns.ColumnType;
import io.gradsweep.results.columns.TrialTable;
import io.gradsweep.results.outcome.Status;
import io.gradsweep.results.trial.Names;
import io.gradsweep.results.trial.SimulationSpec;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Groups of trials with what they came to. Every trial of the group is in n and in the counts per
 * status; a median or mean stands beside the number of trials that have a value.
 */
public final class Summaries {

  /** What is summarised where nobody says otherwise. */
  public static final List<String> DEFAULT_MEASURES =
      List.of("rate", "predicted_rate", "steps_to_target", "final_error");

  private static final Set<ColumnType> NUMERIC =
      Set.of(ColumnType.INT32, ColumnType.INT64, ColumnType.DOUBLE);

  private final StudyDatabase database;
  private final List<Column> columns;

  public Summaries(StudyDatabase database, SimulationSpec simulation) {
    this.database = database;
    columns = TrialTable.of(simulation).columns();
  }

  /**
   * @param by columns whose values make the groups; none for one group of all
   * @param of numeric columns to summarise
   */
  public Answer of(List<String> by, List<String> of) {
    by.forEach(this::column);
    for (String measure : of) {
      if (!NUMERIC.contains(column(measure).type())) {
        throw new RequestException("Cannot summarise %s (must be a number)".formatted(measure));
      }
    }
    List<String> select = new ArrayList<>();
    by.forEach(name -> select.add(quoted(name)));
    select.add("count(*) AS n");
    select.add("avg(CASE WHEN status = 'converged' THEN 1.0 ELSE 0.0 END) AS success");
    for (String status : Status.words()) {
      if (!status.equals("converged")) {
        select.add("count(*) FILTER (status = '%s') AS %s".formatted(status, quoted(status)));
      }
    }
    of.forEach(name -> select.addAll(measures(name)));
    String groups = String.join(", ", by.stream().map(Summaries::quoted).toList());
    String sql =
        "SELECT "
            + String.join(", ", select)
            + " FROM trials"
            + (by.isEmpty() ? "" : " GROUP BY " + groups + " ORDER BY " + groups);
    return withoutEmpty(database.ask(sql), by.size() + 2);
  }

  private static List<String> measures(String name) {
    String column = quoted(name);
    if (name.equals("predicted_rate")) {
      return List.of("median(%s) AS %s".formatted(column, column));
    }
    return List.of(
        "nullif(count(%s), 0) AS %s".formatted(column, quoted(name + " n")),
        "median(%s) AS %s".formatted(column, quoted(name + " median")),
        "avg(%s) AS %s".formatted(column, quoted(name + " mean")));
  }

  private Column column(String name) {
    Optional<Column> column = columns.stream().filter(c -> c.name().equals(name)).findFirst();
    return column.orElseThrow(
        () ->
            new RequestException(
                "Cannot find column: '%s'%s"
                    .formatted(
                        name,
                        Names.didYouMean(name, columns.stream().map(Column::name).toList()))));
  }

  private static String quoted(String name) {
    return "\"" + name.replace("\"", "\"\"") + "\"";
  }

  /** Leaves out columns that are null or zero in every row, but not the first ones. */
  private static Answer withoutEmpty(Answer answer, int kept) {
    Set<Integer> filled = new HashSet<>();
    for (List<Object> row : answer.rows()) {
      for (int i = 0; i < row.size(); i++) {
        Object value = row.get(i);
        boolean empty = value == null || value instanceof Long count && count == 0;
        if (i < kept || !empty) {
          filled.add(i);
        }
      }
    }
    List<Integer> columns =
        IntStream.range(0, answer.columns().size())
            .filter(i -> i < kept || filled.contains(i))
            .boxed()
            .toList();
    return new Answer(
        columns.stream().map(answer.columns()::get).toList(),
        answer.rows().stream().map(row -> pick(row, columns)).toList());
  }

  private static List<Object> pick(List<Object> row, List<Integer> columns) {
    List<Object> picked = new ArrayList<>(); // List.of and toList refuse or hide nulls
    columns.forEach(i -> picked.add(row.get(i)));
    return picked;
  }
}
