package io.gradsweep.results.columns;

import java.util.List;

/** A row of objects: an Integer, Long, Double, String or Boolean per column, or null. */
final class RowObjects implements RowCells {

  private final List<Column> columns;
  private final Object[] row;

  RowObjects(List<Column> columns) {
    this.columns = columns;
    row = new Object[columns.size()];
  }

  Object[] row() {
    return row;
  }

  @Override
  public void put(int column, long value) {
    if (columns.get(column).type() == ColumnType.INT32) {
      row[column] = Math.toIntExact(value);
    } else {
      row[column] = value;
    }
  }

  @Override
  public void put(int column, double value) {
    row[column] = value;
  }

  @Override
  public void put(int column, boolean value) {
    row[column] = value;
  }

  @Override
  public void put(int column, String value) {
    row[column] = value;
  }
}
