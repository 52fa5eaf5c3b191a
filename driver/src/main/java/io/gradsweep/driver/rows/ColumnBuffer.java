package io.gradsweep.driver.rows;

import io.gradsweep.results.columns.Column;
import io.gradsweep.results.columns.ColumnType;
import io.gradsweep.results.columns.NullRule;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.apache.parquet.column.ColumnWriter;
import org.apache.parquet.io.api.Binary;

/** The cells of one column in a batch of rows, without an object for a number. */
final class ColumnBuffer {

  private static final int FIRST_ROWS = 64;

  private final Column column;

  /** Definition level of a value: 0 in a column that always has one. */
  private final int level;

  private boolean[] present = new boolean[FIRST_ROWS];

  /** Numbers, or the bits of a double, or 1 for true; empty in a column of texts. */
  private long[] numbers = {};

  private Binary[] texts = {};
  private String lastText;
  private Binary lastBinary;

  ColumnBuffer(Column column) {
    this.column = column;
    level = isRequired() ? 0 : 1;
    allocate(FIRST_ROWS);
  }

  private void allocate(int rows) {
    present = Arrays.copyOf(present, rows);
    if (column.type() == ColumnType.STRING) {
      texts = Arrays.copyOf(texts, rows);
    } else {
      numbers = Arrays.copyOf(numbers, rows);
    }
  }

  Column column() {
    return column;
  }

  boolean isRequired() {
    return column.nullRule() == NullRule.NEVER;
  }

  private void makePresent(int row) {
    if (row >= present.length) {
      allocate(2 * Math.max(row, present.length));
    }
    present[row] = true;
  }

  void put(int row, long number) {
    makePresent(row);
    numbers[row] = number;
  }

  /** Encodes a text; most are the same in row after row: the sweep, the host, the status. */
  void put(int row, String text) {
    makePresent(row);
    if (lastText != text) {
      lastText = text;
      lastBinary = Binary.fromString(text);
    }
    texts[row] = lastBinary;
  }

  boolean isPresent(int row) {
    return row < present.length && present[row];
  }

  void clear(int from, int to) {
    if (from < present.length) {
      Arrays.fill(present, from, Math.min(to, present.length), false);
    }
  }

  /** Whether values occur twice and more on average, so that a dictionary saves something. */
  boolean repeats(int rows) {
    Set<Object> seen = new HashSet<>();
    int values = 0;
    for (int i = 0; i < Math.min(rows, present.length); i++) {
      if (present[i]) {
        values++;
        seen.add(column.type() == ColumnType.STRING ? texts[i] : (Object) numbers[i]);
      }
    }
    return 2 * seen.size() <= values;
  }

  void writeTo(ColumnWriter writer, int rows) {
    int there = Math.min(rows, present.length);
    switch (column.type()) {
      case INT32 -> {
        for (int i = 0; i < there; i++) {
          if (present[i]) {
            writer.write((int) numbers[i], 0, level);
          } else {
            writer.writeNull(0, 0);
          }
        }
      }
      case INT64, TIMESTAMP -> {
        for (int i = 0; i < there; i++) {
          if (present[i]) {
            writer.write(numbers[i], 0, level);
          } else {
            writer.writeNull(0, 0);
          }
        }
      }
      case DOUBLE -> {
        for (int i = 0; i < there; i++) {
          if (present[i]) {
            writer.write(Double.longBitsToDouble(numbers[i]), 0, level);
          } else {
            writer.writeNull(0, 0);
          }
        }
      }
      case BOOLEAN -> {
        for (int i = 0; i < there; i++) {
          if (present[i]) {
            writer.write(numbers[i] != 0, 0, level);
          } else {
            writer.writeNull(0, 0);
          }
        }
      }
      case STRING -> {
        for (int i = 0; i < there; i++) {
          if (present[i]) {
            writer.write(texts[i], 0, level);
          } else {
            writer.writeNull(0, 0);
          }
        }
      }
    }
    for (int i = there; i < rows; i++) {
      writer.writeNull(0, 0);
    }
  }
}
