package io.gradsweep.driver.query;

import io.gradsweep.driver.RequestException;
import io.gradsweep.results.columns.Column;
import io.gradsweep.results.columns.ColumnType;
import io.gradsweep.results.columns.TrialTable;
import io.gradsweep.results.outcome.Status;
import io.gradsweep.results.trial.Names;
import io.gradsweep.results.trial.SimulationSpec;
import java.util.ArrayList;
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

  private static final Set<String> ACCOMPANYING =
      Set.of("predicted_rate", "rate_stderr", "rate_r2", "rate_points");

  /** Ends the name of a column that counts the trials with a value. */
  private static final String COUNT = " n";

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
    return withoutIdle(database.ask(sql), by.size() + 2, by.size());
  }

  /**
   * A fitted rate comes with its mean; what only accompanies it, as the theory's rate does, is the
   * median alone.
   */
  private static List<String> measures(String name) {
    String column = quoted(name);
    if (ACCOMPANYING.contains(name)) {
      return List.of("median(%s) AS %s".formatted(column, column));
    }
    return List.of(
        "count(%s) AS %s".formatted(column, quoted(name + COUNT)),
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

  /**
   * Leaves out what says nothing: columns after the first ones that are null or zero in every row,
   * and counts of values that are n in every row.
   */
  private static Answer withoutIdle(Answer answer, int kept, int n) {
    List<Integer> columns =
        IntStream.range(0, answer.columns().size())
            .filter(i -> i < kept || !isIdle(answer, i, n))
            .boxed()
            .toList();
    return new Answer(
        columns.stream().map(answer.columns()::get).toList(),
        answer.rows().stream().map(row -> pick(row, columns)).toList());
  }

  private static boolean isIdle(Answer answer, int column, int n) {
    boolean counts = answer.columns().get(column).endsWith(COUNT);
    return answer.rows().stream()
            .map(row -> row.get(column))
            .allMatch(value -> value == null || value instanceof Long count && count == 0)
        || counts && answer.rows().stream().allMatch(row -> row.get(column).equals(row.get(n)));
  }

  private static List<Object> pick(List<Object> row, List<Integer> columns) {
    List<Object> picked = new ArrayList<>(); // List.of and toList refuse or hide nulls
    columns.forEach(i -> picked.add(row.get(i)));
    return picked;
  }
}
