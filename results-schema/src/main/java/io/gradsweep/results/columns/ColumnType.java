package io.gradsweep.results.columns;

import io.gradsweep.results.trial.ValueType;

/** The type of a column, in words that every Parquet reader shares. */
public enum ColumnType {
  INT32,
  INT64,
  DOUBLE,
  STRING,
  BOOLEAN,
  /** Microseconds since 1970-01-01T00:00:00Z, adjusted to UTC. */
  TIMESTAMP;

  /** Whether a mean of the column's values is meaningful. */
  public boolean isNumeric() {
    return this == INT32 || this == INT64 || this == DOUBLE;
  }

  static ColumnType of(ValueType type) {
    return switch (type) {
      case WHOLE -> INT64;
      case REAL -> DOUBLE;
      case TEXT -> STRING;
      case FLAG -> BOOLEAN;
    };
  }
}
