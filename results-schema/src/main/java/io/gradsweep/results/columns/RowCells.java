package io.gradsweep.results.columns;

/**
 * The cells of one row, by the place of their column. A cell into which nothing is put is null.
 * Writers of rows implement this, so that no number has to become an object.
 */
public interface RowCells {

  /** Puts a whole number, or a timestamp in microseconds. */
  void put(int column, long value);

  void put(int column, double value);

  void put(int column, boolean value);

  /** Puts a text; null leaves the cell as it is. */
  void put(int column, String value);

  /** Puts a number that may be absent: one that is not finite leaves the cell null. */
  default void putIfFinite(int column, double value) {
    if (Double.isFinite(value)) {
      put(column, value);
    }
  }

  /** Puts an Integer, Long, Double, String or Boolean; null leaves the cell as it is. */
  default void putObject(int column, Object value) {
    if (value instanceof Double real) {
      put(column, real.doubleValue());
    } else if (value instanceof String text) {
      put(column, text);
    } else if (value instanceof Boolean flag) {
      put(column, flag.booleanValue());
    } else if (value != null) {
      put(column, ((Number) value).longValue());
    }
  }
}
