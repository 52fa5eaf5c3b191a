package io.gradsweep.driver.query;

import java.util.Collection;
import java.util.stream.Collectors;

/** Names and texts quoted for SQL, for every engine. */
public final class SqlText {

  private SqlText() {}

  /** A column's name. */
  public static String name(String column) {
    return "\"" + column.replace("\"", "\"\"") + "\"";
  }

  /** Names with commas between them. */
  public static String names(Collection<String> columns) {
    return columns.stream().map(SqlText::name).collect(Collectors.joining(", "));
  }

  /** A text as a literal. */
  public static String literal(String text) {
    return "'" + text.replace("'", "''") + "'";
  }
}
