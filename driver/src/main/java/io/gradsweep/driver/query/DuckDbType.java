package io.gradsweep.driver.query;

/**
 * The type of a value as DuckDB writes it, such as {@code STRUCT(a INTEGER, "b c" INTERVAL[])}: its
 * JDBC driver gives intervals as texts, and only their type shows that they are intervals.
 */
record DuckDbType(String text) {

  boolean isInterval() {
    return text.equals("INTERVAL");
  }

  /** The type of the elements of a list. */
  DuckDbType element() {
    int bracket = text.lastIndexOf('[');
    return new DuckDbType(bracket < 0 ? "" : text.substring(0, bracket));
  }

  /** The type of a field of a struct, by its place; of the keys (0) and the values (1) of a map. */
  DuckDbType field(int place) {
    int from = text.indexOf('(') + 1;
    for (int i = 0; i < place && from > 0; i++) {
      from = end(from, ",)") + 2;
    }
    if (from <= 0 || from >= text.length()) {
      return new DuckDbType("");
    }
    int type = text.startsWith("STRUCT(") ? end(from, " ") + 1 : from;
    return new DuckDbType(text.substring(type, end(type, ",)")));
  }

  /** The next place of one of some characters, outside of quotes and of inner parentheses. */
  private int end(int from, String ends) {
    int depth = 0;
    boolean quoted = false;
    for (int i = from; i < text.length(); i++) {
      char c = text.charAt(i);
      quoted ^= c == '"';
      if (!quoted && depth == 0 && ends.indexOf(c) >= 0) {
        return i;
      }
      if (!quoted) {
        depth += c == '(' ? 1 : c == ')' ? -1 : 0;
      }
    }
    return text.length();
  }
}
