package io.gradsweep.driver.query;

import io.gradsweep.driver.study.StudyFiles;
import io.gradsweep.driver.study.StudyNames;
import io.gradsweep.results.columns.Column;
import io.gradsweep.results.columns.TrajectoryTable;
import io.gradsweep.results.columns.TrialTable;
import io.gradsweep.results.trial.SimulationSpec;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Defines the tables of a study in its database.
 *
 * @param files the current files @param folder their folder on this machine
 */
record StudyViews(StudyDatabase database, Connection connection, StudyFiles files, Path folder) {

  private static final int BATCH = 10_000;

  private static final Pattern GLOB = Pattern.compile("[*?\\[]");

  /** Defines views of the published rows, under the names of the tables. */
  void defineTables(SimulationSpec simulation) throws SQLException {
    define("all_trials", StudyNames.TRIALS, TrialTable.of(simulation).columns());
    define("trajectories", StudyNames.TRAJECTORIES, TrajectoryTable.columns(simulation));
  }

  /** A list of the table's files, in SQL. */
  private String parts(String table) {
    return files.names(table).stream()
        .map(part -> SqlText.literal(pattern(folder.resolve(table).resolve(part))))
        .collect(Collectors.joining(", ", "[", "]"));
  }

  /**
   * The pattern that matches one file only: DuckDB reads a path with {@code *}, {@code ?} or {@code
   * [} as a pattern, which matches neighbours too. No pattern of DuckDB contains a backslash; the
   * smallest range with one is that of the brackets.
   */
  static String pattern(Path file) {
    String path = file.toString();
    return GLOB.matcher(path).find()
        ? GLOB.matcher(path).replaceAll("[$0]").replace("\\", "[[-]]")
        : path;
  }

  private void define(String view, String table, List<Column> columns) throws SQLException {
    String source =
        files.names(table).isEmpty()
            ? "SELECT " + nulls(columns) + " WHERE false"
            : "SELECT * FROM read_parquet(%s, union_by_name = true, hive_partitioning = false)"
                .formatted(parts(table));
    database.execute("CREATE VIEW " + view + " AS " + source);
    String sql = "SELECT column_name FROM duckdb_columns() WHERE table_name = '" + view + "'";
    List<Object> there = database.ask(sql).rows().stream().map(row -> row.get(0)).toList();
    List<Column> later = columns.stream().filter(c -> !there.contains(c.name())).toList();
    if (!later.isEmpty()) { // than all of the parts
      database.execute(
          "CREATE OR REPLACE VIEW %s AS SELECT *, %s FROM (%s)"
              .formatted(view, nulls(later), source));
    }
  }

  private static String nulls(List<Column> columns) {
    return columns.stream()
        .map(c -> "CAST(NULL AS %s) AS %s".formatted(sqlType(c), SqlText.name(c.name())))
        .collect(Collectors.joining(", "));
  }

  /** Defines the rows of the current plan as {@code trials}. */
  void defineTrials(CurrentPlan current) throws SQLException {
    if (current.wholeFolder()) {
      database.execute("CREATE VIEW trials AS SELECT * FROM all_trials");
      return;
    }
    database.execute("CREATE TEMP TABLE current_plan (trial_id VARCHAR)");
    String columns =
        current.columns().stream().map(SqlText::name).collect(Collectors.joining(", "));
    List<List<Object>> rows = database.ask("SELECT " + columns + " FROM all_trials").rows();
    try (PreparedStatement insert =
        connection.prepareStatement("INSERT INTO current_plan VALUES (?)")) {
      int waiting = 0;
      for (List<Object> row : rows) {
        if (current.holds(row)) {
          insert.setString(1, (String) row.get(0));
          insert.addBatch();
          if (++waiting % BATCH == 0) {
            insert.executeBatch();
          }
        }
      }
      if (waiting % BATCH != 0) {
        insert.executeBatch();
      }
    }
    database.execute(
        "CREATE VIEW trials AS SELECT * FROM all_trials"
            + " WHERE trial_id IN (SELECT trial_id FROM current_plan)");
  }

  static String sqlType(Column column) {
    return switch (column.type()) {
      case INT32 -> "INTEGER";
      case INT64 -> "BIGINT";
      case DOUBLE -> "DOUBLE";
      case STRING -> "VARCHAR";
      case BOOLEAN -> "BOOLEAN";
      case TIMESTAMP -> "TIMESTAMPTZ";
    };
  }
}
