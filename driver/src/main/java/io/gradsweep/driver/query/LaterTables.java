package io.gradsweep.driver.query;

import io.gradsweep.results.columns.Column;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;

/** Tables that are made of a study's rows when the first query names them. */
public final class LaterTables {

  /** Defines a table on an engine. */
  public interface Definer {
    void define(String name, List<Column> columns, List<List<Object>> rows);
  }

  private record Waiting(List<Column> columns, Supplier<List<List<Object>>> rows) {}

  private final Map<String, Waiting> waiting = new LinkedHashMap<>();

  /** Keeps a table for later; another one of that name is forgotten. */
  public void add(String name, List<Column> columns, Supplier<List<List<Object>>> rows) {
    waiting.put(name, new Waiting(columns, rows));
  }

  /** Defines the tables that a query names, unless they are. */
  public void defineFor(String sql, Definer definer) {
    String lower = sql.toLowerCase(Locale.ROOT);
    for (String name : List.copyOf(waiting.keySet())) {
      if (lower.contains(name)) {
        Waiting table = waiting.remove(name); // first: its rows are queried too
        definer.define(name, table.columns(), table.rows().get());
      }
    }
  }
}
