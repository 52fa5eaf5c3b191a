package io.gradsweep.driver.query;

import io.gradsweep.driver.RequestException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** Requires a single SELECT, the only statement that DuckDB serialises. */
final class OneSelect {

  private static final String SERIALISED =
      "SELECT json_extract_string(j, '$.error_message'),"
          + " json_array_length(j, '$.statements'), j::VARCHAR"
          + " FROM (SELECT json_serialize_sql(?::VARCHAR) AS j)";

  private OneSelect() {}

  /** The text of the query, its decimal numbers as doubles. */
  static String of(Connection connection, String sql) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(SERIALISED)) {
      statement.setString(1, sql);
      try (ResultSet result = statement.executeQuery()) {
        result.next();
        if (result.getString(1) != null) {
          throw new RequestException(
              "Cannot answer query: %s (must be one SELECT)"
                  .formatted(SqlCharacters.DUCKDB.named(result.getString(1), sql)));
        }
        if (result.getInt(2) != 1) {
          throw new RequestException(
              "Cannot answer query: %d statements (must be one SELECT)"
                  .formatted(result.getInt(2)));
        }
        return DecimalLiterals.asDoubles(sql, result.getString(3));
      }
    }
  }
}
