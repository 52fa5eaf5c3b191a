package io.gradsweep.driver.query;

import io.gradsweep.driver.RequestException;
import io.gradsweep.results.columns.Column;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * A study as SQL, on some engine: {@code trials} (the current plan), {@code all_trials} (everything
 * in the folder), {@code trajectories}, and the views over them. It reads nothing outside the study
 * and writes nothing.
 */
public interface StudyTables extends AutoCloseable {

  /**
   * Answers the query of a user: one SELECT, of limited length, with as many values as fit.
   *
   * @throws RequestException if it is anything else, or the engine cannot answer it; the message
   *     includes the engine's, with the position
   */
  default Answer answer(String sql) {
    if (sql.length() > QueryLimits.MOST_CHARACTERS) {
      throw new RequestException(
          "Cannot answer query: %d characters (must be at most %d)"
              .formatted(sql.length(), QueryLimits.MOST_CHARACTERS));
    }
    characters().requireOwn(sql, "query");
    return ask(requireSelect(sql), QueryLimits.MOST_VALUES);
  }

  /**
   * Answers a query of gradsweep itself.
   *
   * @throws RequestException if the engine cannot read it
   */
  default Answer ask(String sql) {
    return ask(sql, Long.MAX_VALUE);
  }

  /** As {@link #ask(String)}, with at most so many values. */
  Answer ask(String sql, long mostValues);

  /**
   * Passes every row of a query of gradsweep itself to a consumer, one after the other, without
   * keeping them. The query must have the same meaning on all engines. A row belongs to the
   * consumer; whole numbers come as {@code Long}, real ones as {@code Double}.
   */
  void each(String sql, Consumer<Object[]> rows);

  /** Quotes a person's text as the engine does. */
  SqlCharacters characters();

  /**
   * Refuses everything except exactly one SELECT; the engine's own parser decides.
   *
   * @return the query to run, with its decimal literals as doubles ({@link DecimalLiterals})
   * @throws RequestException with the engine's message
   */
  String requireSelect(String sql);

  /**
   * Compares every byte of the study's files with the checksums of their writing.
   *
   * @throws RequestException if files are damaged: names each
   */
  void requireIntact() throws IOException;

  /**
   * Adds columns to the rows of {@code trials} and {@code all_trials}, replacing those that were
   * added before.
   *
   * @param rows for some trials: the trial's id, then a value of each column; others have null
   */
  void addToTrials(List<Column> columns, List<List<Object>> rows);

  /**
   * Adds a table that is made of the rows when a query first names it.
   *
   * @param rows a value of each column
   */
  void addTable(String name, List<Column> columns, Supplier<List<List<Object>>> rows);

  @Override
  void close();

  /** Converts a value of any type of the engine to the type that {@link #each} gives. */
  static Object plain(Object value) {
    if (value instanceof Integer || value instanceof Short || value instanceof Byte) {
      return ((Number) value).longValue();
    }
    return value instanceof Float number ? (Object) number.doubleValue() : value;
  }
}
