package io.gradsweep.driver.query;

import com.sun.management.OperatingSystemMXBean;
import io.gradsweep.driver.RequestException;
import io.gradsweep.driver.store.PartFacts;
import io.gradsweep.driver.store.PartName;
import io.gradsweep.driver.store.Study;
import io.gradsweep.results.columns.Column;
import io.gradsweep.results.columns.TrajectoryTable;
import io.gradsweep.results.columns.TrialTable;
import io.gradsweep.results.trial.SimulationSpec;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.stream.Collectors;

/**
 * A study as SQL: {@code trials} (the current plan), {@code all_trials} (everything in the folder)
 * and {@code trajectories}, on an embedded DuckDB that can read nothing outside the study.
 */
public final class StudyDatabase implements AutoCloseable {

  /** Memory of a query in MiB. */
  private static final String MEMORY = "gradsweep.query.memory";

  private static final int MOST_CHARACTERS = 100_000;

  /** About a gigabyte on its way to the terminal; a text counts by its length. */
  private static final long MOST_VALUES = 20_000_000;

  private static final int CHARACTERS_PER_VALUE = 20;

  /** What DuckDB's JDBC driver puts before the message of a query that failed as it started. */
  private static final String DRIVER_WORDS = "closed pending query result\nError:";

  private final Connection connection;

  private StudyDatabase(Connection connection) {
    this.connection = connection;
  }

  /**
   * Opens the parts that are published now; parts that a running sweep publishes later are not
   * seen.
   */
  public static StudyDatabase open(Study study, SimulationSpec simulation, CurrentPlan current)
      throws IOException, SQLException {
    Path folder = LocalCopy.of(study);
    Properties properties = new Properties();
    properties.setProperty("jdbc_stream_results", "true"); // never a whole answer twice in memory
    StudyDatabase database =
        new StudyDatabase(DriverManager.getConnection("jdbc:duckdb:", properties));
    boolean opened = false;
    try {
      database.restrict();
      database.views(study, simulation, folder);
      current.define(database);
      database.lock(folder);
      opened = true;
      return database;
    } finally {
      if (!opened) {
        database.close();
      }
    }
  }

  /** A query may use a share of the machine's memory and no disk: what needs more ends. */
  private void restrict() throws SQLException {
    execute("SET autoinstall_known_extensions = false");
    execute("SET temp_directory = ''");
    execute("SET memory_limit = '%d MiB'".formatted(mostMebibytes()));
  }

  /** Half of the machine's memory, unless the property says otherwise. */
  private static long mostMebibytes() {
    OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    return Math.max(64, Long.getLong(MEMORY, system.getTotalMemorySize() >> 21));
  }

  private void lock(Path folder) throws SQLException {
    execute("SET allowed_directories = [" + quoted(folder.toString() + "/") + "]");
    execute("SET enable_external_access = false");
    execute("SET lock_configuration = true");
  }

  private void views(Study study, SimulationSpec simulation, Path folder)
      throws IOException, SQLException {
    List<PartName> trials = study.readable(Study.TRIALS);
    List<PartName> steps = study.readable(Study.TRAJECTORIES);
    Path trialsFolder = folder.resolve(Study.TRIALS);
    Path stepsFolder = folder.resolve(Study.TRAJECTORIES);
    try {
      view("all_trials", trialsFolder, trials, TrialTable.of(simulation).columns());
      view("trajectories", stepsFolder, steps, TrajectoryTable.columns(simulation));
    } catch (SQLException e) {
      PartFacts.requireWhole(study); // says which file it is
      throw e;
    }
    if (!areOurs(trialsFolder, trials) || !areOurs(stepsFolder, steps)) {
      PartFacts.requireWhole(study);
    }
  }

  /** Whether every part has trials: a union by name takes in any Parquet file. */
  private boolean areOurs(Path folder, List<PartName> parts) throws SQLException {
    if (parts.isEmpty()) {
      return true;
    }
    String sql =
        "SELECT count(DISTINCT file_name) FROM parquet_schema(%s) WHERE name = 'trial_id'"
            .formatted(files(folder, parts));
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      result.next();
      return result.getLong(1) == parts.size();
    }
  }

  private static String files(Path folder, List<PartName> parts) {
    return parts.stream()
        .map(part -> quoted(folder.resolve(part.file()).toString()))
        .collect(Collectors.joining(", ", "[", "]"));
  }

  private void view(String name, Path folder, List<PartName> parts, List<Column> columns)
      throws SQLException {
    String source =
        parts.isEmpty()
            ? "SELECT "
                + columns.stream()
                    .map(c -> "CAST(NULL AS %s) AS \"%s\"".formatted(sqlType(c), c.name()))
                    .collect(Collectors.joining(", "))
                + " WHERE false"
            : "SELECT * FROM read_parquet(" + files(folder, parts) + ", union_by_name = true)";
    execute("CREATE VIEW " + name + " AS " + source);
  }

  private static String sqlType(Column column) {
    return switch (column.type()) {
      case INT32 -> "INTEGER";
      case INT64 -> "BIGINT";
      case DOUBLE -> "DOUBLE";
      case STRING -> "VARCHAR";
      case BOOLEAN -> "BOOLEAN";
      case TIMESTAMP -> "TIMESTAMPTZ";
    };
  }

  static String quoted(String text) {
    return "'" + text.replace("'", "''") + "'";
  }

  /** Runs a statement of our own. */
  void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  PreparedStatement prepare(String sql) throws SQLException {
    return connection.prepareStatement(sql);
  }

  /**
   * Answers the query of a user: one SELECT, as long as a person's and of as many values as fit.
   *
   * @throws RequestException if it is anything else, or DuckDB cannot answer it
   */
  public Answer answer(String sql) {
    if (sql.length() > MOST_CHARACTERS) {
      throw new RequestException(
          "Cannot answer query: %d characters (must be at most %d)"
              .formatted(sql.length(), MOST_CHARACTERS));
    }
    requireSelect(sql);
    return ask(sql, MOST_VALUES);
  }

  /**
   * Answers a query of ours.
   *
   * @throws RequestException if DuckDB cannot read it; the message holds its own, with the position
   */
  public Answer ask(String sql) {
    return ask(sql, Long.MAX_VALUE);
  }

  private Answer ask(String sql, long mostValues) {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      ResultSetMetaData meta = result.getMetaData();
      List<String> columns = new ArrayList<>();
      for (int i = 1; i <= meta.getColumnCount(); i++) {
        columns.add(meta.getColumnLabel(i));
      }
      List<List<Object>> rows = new ArrayList<>();
      long values = 0;
      while (result.next()) {
        List<Object> row = new ArrayList<>();
        for (int i = 1; i <= columns.size(); i++) {
          Object value = result.getObject(i);
          values += value instanceof String text ? 1 + text.length() / CHARACTERS_PER_VALUE : 1;
          row.add(value);
        }
        rows.add(row);
        if (values > mostValues) {
          throw new RequestException(
              "Cannot answer query: more than %d values (must be fewer: add LIMIT or group them; the"
                      .formatted(mostValues)
                  + " study is plain Parquet for all of it)");
        }
      }
      return new Answer(columns, rows);
    } catch (SQLException e) {
      throw unanswered(e);
    }
  }

  /** DuckDB's own words, which hold the position, without those of its JDBC driver. */
  private static RequestException unanswered(SQLException e) {
    String message = String.valueOf(e.getMessage());
    int words = message.indexOf(DRIVER_WORDS);
    String own = words < 0 ? message : message.substring(words + DRIVER_WORDS.length());
    if (own.contains("Out of Memory Error")) {
      return new RequestException(
          "Cannot answer query: it needs more than %d MiB (ask for less, or allow more:"
                  .formatted(mostMebibytes())
              + " GRADSWEEP_OPTS=-D%s=MEBIBYTES)".formatted(MEMORY));
    }
    return new RequestException("Cannot answer query: " + own.strip());
  }

  /**
   * Refuses what is not exactly one SELECT. DuckDB's own parser decides: it serialises only that.
   */
  private void requireSelect(String sql) {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "SELECT json_extract_string(j, '$.error_message'), json_array_length(j, '$.statements')"
                + " FROM (SELECT json_serialize_sql(?::VARCHAR) AS j)")) {
      statement.setString(1, sql);
      try (ResultSet result = statement.executeQuery()) {
        result.next();
        if (result.getString(1) != null) {
          throw new RequestException(
              "Cannot answer query: %s (must be one SELECT)".formatted(result.getString(1)));
        }
        if (result.getInt(2) != 1) {
          throw new RequestException(
              "Cannot answer query: %d statements (must be one SELECT)"
                  .formatted(result.getInt(2)));
        }
      }
    } catch (SQLException e) {
      throw unanswered(e);
    }
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
