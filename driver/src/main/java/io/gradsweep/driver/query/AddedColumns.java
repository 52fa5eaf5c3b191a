package io.gradsweep.driver.query;

import io.gradsweep.results.columns.Column;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Additions to the parts of a study in a database: columns of {@code trials}, and tables.
 *
 * @param database that of the connection
 */
record AddedColumns(StudyDatabase database, Connection connection) {

  private static final int BATCH = 10_000;
  private static final List<String> TABLES = List.of("trials", "all_trials");

  void add(List<Column> columns, List<List<Object>> rows) throws SQLException {
    boolean first =
        database.ask("SELECT 1 FROM duckdb_tables() WHERE table_name = 'added'").rows().isEmpty();
    if (first) {
      database.execute("CREATE TEMP TABLE added (added_to VARCHAR, " + types(columns) + ")");
      for (String table : TABLES) {
        database.execute("ALTER VIEW %s RENAME TO %s_as_written".formatted(table, table));
        database.execute(
            ("CREATE VIEW %s AS SELECT * EXCLUDE (added_to) FROM %s_as_written"
                    + " LEFT JOIN added ON trial_id = added_to")
                .formatted(table, table));
      }
    } else {
      database.execute("DELETE FROM added");
    }
    insert("added", rows, columns.size() + 1);
  }

  /** Defines a table beside those of the study. */
  void define(String name, List<Column> columns, List<List<Object>> rows) throws SQLException {
    database.execute("CREATE OR REPLACE TEMP TABLE %s (%s)".formatted(name, types(columns)));
    insert(name, rows, columns.size());
  }

  private static String types(List<Column> columns) {
    return columns.stream()
        .map(c -> SqlText.name(c.name()) + " " + StudyViews.sqlType(c))
        .collect(Collectors.joining(", "));
  }

  private void insert(String table, List<List<Object>> rows, int columns) throws SQLException {
    String places = "?" + ", ?".repeat(columns - 1);
    try (PreparedStatement insert =
        connection.prepareStatement("INSERT INTO " + table + " VALUES (" + places + ")")) {
      int waiting = 0;
      for (List<Object> row : rows) {
        for (int i = 0; i < row.size(); i++) {
          insert.setObject(i + 1, row.get(i));
        }
        insert.addBatch();
        if (++waiting % BATCH == 0) {
          insert.executeBatch();
        }
      }
      if (waiting % BATCH != 0) {
        insert.executeBatch();
      }
    }
  }
}
