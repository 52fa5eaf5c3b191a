package io.gradsweep.driver.query;

import io.gradsweep.driver.RequestException;
import io.gradsweep.driver.SystemFailure;
import io.gradsweep.driver.study.Study;
import io.gradsweep.driver.study.StudyFiles;
import io.gradsweep.driver.study.StudyNames;
import io.gradsweep.results.columns.Column;
import io.gradsweep.results.trial.SimulationSpec;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * A study as SQL: {@code trials} (the current plan), {@code all_trials} (everything in the folder)
 * and {@code trajectories}, on an embedded DuckDB that cannot read anything outside the study.
 */
public final class StudyDatabase implements StudyTables {

  /** Prefix that DuckDB's JDBC driver adds to the message of a query that failed as it started. */
  private static final String DRIVER_WORDS = "closed pending query result\nError:";

  /** DuckDB's names for errors in the query itself, which do not concern the files. */
  private static final List<String> OF_THE_QUERY =
      List.of("Binder Error", "Parser Error", "Catalog Error", "Conversion Error");

  private final Connection connection;
  private final LocalCopy copy;
  private final PartSums sums;
  private final LaterTables later = new LaterTables();
  private List<TrajectoryViews.View> waiting;

  /**
   * @param copy the files that the connection reads; closed after it
   * @param sums of what it reads
   * @param waiting views that are defined when a query names one of them
   */
  private StudyDatabase(
      Connection connection, LocalCopy copy, PartSums sums, List<TrajectoryViews.View> waiting) {
    this.connection = connection;
    this.copy = copy;
    this.sums = sums;
    this.waiting = waiting;
  }

  /**
   * Opens the parts that are published now; parts that a running sweep publishes later are not
   * seen.
   */
  public static StudyDatabase open(Study study, CurrentPlan current) throws IOException {
    try {
      return opened(study, current);
    } catch (SQLException e) {
      throw new SystemFailure(
          "Cannot read %s: %s (is a part damaged?)".formatted(study.name(), e.getMessage()), e);
    }
  }

  private static StudyDatabase opened(Study study, CurrentPlan current)
      throws IOException, SQLException {
    StudyFiles files = study.files();
    LocalCopy copy = LocalCopy.of(study, files);
    boolean opened = false;
    try {
      StudyDatabase database = opened(study, current, files, copy);
      opened = true;
      return database;
    } finally {
      if (!opened) {
        copy.close();
      }
    }
  }

  private static StudyDatabase opened(
      Study study, CurrentPlan current, StudyFiles files, LocalCopy copy)
      throws SQLException, IOException {
    SimulationSpec simulation = current.plan().simulation();
    Path folder = copy.folder();
    PartSums sums = new PartSums(study, files, copy.copies());
    sums.requireIfFew();
    Properties properties = new Properties();
    properties.setProperty("jdbc_stream_results", "true"); // never a whole answer twice in memory
    StudyDatabase database =
        new StudyDatabase(
            DriverManager.getConnection("jdbc:duckdb:", properties),
            copy,
            sums,
            TrajectoryViews.of(simulation, current.plan().axes()));
    boolean opened = false;
    try {
      database.restrict();
      StudyViews views = new StudyViews(database, database.connection, files, folder);
      views.defineTables(simulation);
      views.defineTrials(current);
      database.lock(files, folder);
      opened = true;
      return database;
    } catch (SQLException e) {
      sums.nameDamaged();
      throw e;
    } finally {
      if (!opened) {
        database.close();
      }
    }
  }

  /**
   * Restricts a query to a share of the machine's memory and no disk; if it needs more, it ends.
   */
  private void restrict() throws SQLException {
    execute("SET autoinstall_known_extensions = false");
    execute("SET TimeZone = 'UTC'"); // or days and hours of an instant would be this machine's
    execute("SET temp_directory = ''");
    // its default of 1000 overflows the stack of a Java thread, and ends the process
    execute("SET max_expression_depth = 400");
    // DuckDB 1.5 loses rows of a join below a GROUP BY now and then (duckdb/duckdb issue 22075)
    execute("SET disabled_optimizers = 'join_filter_pushdown'");
    execute("SET memory_limit = '%s MiB'".formatted(QueryLimits.mostMebibytes()));
  }

  /** Allows reading the parts and nothing else: a folder may contain a link to anywhere. */
  private void lock(StudyFiles files, Path folder) throws SQLException {
    Set<String> parts = new LinkedHashSet<>();
    for (String table : List.of(StudyNames.TRIALS, StudyNames.TRAJECTORIES)) {
      for (String name : files.names(table)) {
        Path part = folder.resolve(table).resolve(name);
        parts.add(SqlText.literal(part.toString()));
        parts.add(
            SqlText.literal(StudyViews.pattern(part))); // it looks this up, then opens the part
      }
    }
    execute("SET allowed_paths = [" + String.join(", ", parts) + "]");
    execute("SET enable_external_access = false");
    execute("SET lock_configuration = true");
  }

  /** Runs a statement of our own. */
  void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /**
   * Defines the views for a query. DuckDB opens every part again for each view, so most queries
   * define none.
   */
  private void defineViewsFor(String sql) throws SQLException {
    String lower = sql.toLowerCase(Locale.ROOT);
    if (waiting.stream().noneMatch(view -> lower.contains(view.name()))) {
      return;
    }
    List<TrajectoryViews.View> all = waiting;
    waiting = List.of();
    for (TrajectoryViews.View view : all) {
      execute("CREATE VIEW " + view.name() + " AS " + view.select());
    }
  }

  @Override
  public Answer ask(String sql, long mostValues) {
    later.defineFor(sql, this::define);
    try {
      defineViewsFor(sql);
      return answered(sql, new QueryLimits.Counter(mostValues));
    } catch (SQLException e) {
      throw unanswered(e, sql);
    }
  }

  private Answer answered(String sql, QueryLimits.Counter counter) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      ResultSetMetaData meta = result.getMetaData();
      List<String> columns = new ArrayList<>();
      List<DuckDbType> types = new ArrayList<>();
      for (int i = 1; i <= meta.getColumnCount(); i++) {
        columns.add(meta.getColumnLabel(i));
        types.add(new DuckDbType(meta.getColumnTypeName(i)));
      }
      List<List<Object>> rows = new ArrayList<>();
      while (result.next()) {
        List<Object> row = new ArrayList<>();
        for (int i = 1; i <= columns.size(); i++) {
          Object value = Cell.ofDuckDb(result.getObject(i), types.get(i - 1));
          counter.add(value);
          row.add(value);
        }
        rows.add(row);
      }
      return new Answer(columns, rows, true);
    }
  }

  @Override
  public void each(String sql, Consumer<Object[]> rows) {
    later.defineFor(sql, this::define);
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      int columns = result.getMetaData().getColumnCount();
      while (result.next()) {
        Object[] row = new Object[columns];
        for (int i = 0; i < columns; i++) {
          row[i] = StudyTables.plain(result.getObject(i + 1));
        }
        rows.accept(row);
      }
    } catch (SQLException e) {
      throw unanswered(e, sql);
    }
  }

  /** DuckDB's own message, which includes the position, without the words of its JDBC driver. */
  private RequestException unanswered(SQLException e, String sql) {
    String message = String.valueOf(e.getMessage());
    int words = message.indexOf(DRIVER_WORDS);
    String own = words < 0 ? message : message.substring(words + DRIVER_WORDS.length());
    if (own.contains("Out of Memory Error")) {
      return new RequestException(
          "Cannot answer query: it needs more than %d MiB (ask for less, or allow more:"
                  .formatted(QueryLimits.mostMebibytes())
              + " GRADSWEEP_OPTS=-D%s=MEBIBYTES)".formatted(QueryLimits.MEMORY));
    }
    if (OF_THE_QUERY.stream().noneMatch(own::contains)) {
      sums.nameDamaged();
    }
    return new RequestException(
        "Cannot answer query: " + SqlCharacters.DUCKDB.named(own.strip(), sql));
  }

  @Override
  public void addToTrials(List<Column> columns, List<List<Object>> rows) {
    try {
      new AddedColumns(this, connection).add(columns, rows);
    } catch (SQLException e) {
      throw unanswered(e, "");
    }
  }

  @Override
  public void addTable(String name, List<Column> columns, Supplier<List<List<Object>>> rows) {
    later.add(name, columns, rows);
  }

  private void define(String name, List<Column> columns, List<List<Object>> rows) {
    try {
      new AddedColumns(this, connection).define(name, columns, rows);
    } catch (SQLException e) {
      throw unanswered(e, "");
    }
  }

  @Override
  public SqlCharacters characters() {
    return SqlCharacters.DUCKDB;
  }

  @Override
  public String requireSelect(String sql) {
    try {
      return OneSelect.of(connection, sql);
    } catch (SQLException e) {
      throw unanswered(e, sql);
    }
  }

  @Override
  public void requireIntact() throws IOException {
    sums.require();
  }

  @Override
  public void close() {
    try (copy) {
      connection.close();
    } catch (SQLException | IOException e) {
      throw new SystemFailure("Cannot close DuckDB: " + e.getMessage(), e);
    }
  }
}
