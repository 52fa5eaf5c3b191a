package io.gradsweep.driver.report;

import io.gradsweep.driver.query.SqlText;
import java.util.Collection;

/** Small parts of the queries behind the charts, and helpers for reading their answers. */
final class ChartSql {

  private ChartSql() {}

  /** The columns followed by a comma, or nothing if there are none. */
  static String leading(Collection<String> columns) {
    return columns.isEmpty() ? "" : SqlText.names(columns) + ", ";
  }

  static long whole(Object value) {
    return value == null ? 0 : ((Number) value).longValue();
  }

  /** A finite number with all its digits, so that no two coincide; else null. */
  static Double drawn(Object value) {
    return value instanceof Number number && Double.isFinite(number.doubleValue())
        ? number.doubleValue() + 0.0 // -0.0 is 0.0
        : null;
  }
}
