package io.gradsweep.driver;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Reads and changes studies as somebody would who does not have gradsweep: by files and SQL. */
public abstract class PlainStudy {

  /** The columns that may differ between two runs. */
  public static final String PROVENANCE = "started_at, wall_time_ns, host, attempt, version";

  protected PlainStudy() {}

  public static Path write(Path folder, String... lines) throws IOException {
    return Files.writeString(folder.resolve("s.yaml"), String.join("\n", lines) + "\n");
  }

  /** Puts other words into the sweep that a study keeps, as nobody could run it. */
  public static void rewriteSweep(Path study, String from, String to) throws IOException {
    for (String file : List.of("sweep.yaml", "_plan/0000.json")) {
      Path kept = study.resolve(file);
      Files.writeString(kept, Files.readString(kept).replace(from, to));
    }
  }

  /** All rows but provenance, by plain globbing, sorted. */
  public static List<String> trials(Path study) throws SQLException {
    return query(
        "SELECT * EXCLUDE (%s) FROM read_parquet('%s/trials/*.parquet') ORDER BY ALL"
            .formatted(PROVENANCE, study));
  }

  public static List<String> trajectories(Path study) throws SQLException {
    return query(
        "SELECT * FROM read_parquet('%s/trajectories/*.parquet') ORDER BY ALL".formatted(study));
  }

  /** Puts other columns or values into a part; its footer's facts stay. */
  public static void rewrite(Path part, String columns) throws IOException, SQLException {
    Path changed = part.resolveSibling("changed");
    String facts =
        query(
                "SELECT decode(value) FROM parquet_kv_metadata('%s')".formatted(part)
                    + " WHERE decode(key) = 'gradsweep.part'")
            .stream()
            .map(", KV_METADATA {'gradsweep.part': '%s'}"::formatted)
            .collect(Collectors.joining());
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement()) {
      statement.execute(
          "COPY (SELECT %s FROM read_parquet('%s')) TO '%s' (FORMAT parquet%s)"
              .formatted(columns, part, changed, facts));
    }
    Files.move(changed, part, StandardCopyOption.REPLACE_EXISTING);
  }

  public static List<String> query(String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      List<String> rows = new ArrayList<>();
      while (result.next()) {
        List<String> row = new ArrayList<>();
        for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
          row.add(String.valueOf(result.getObject(i)));
        }
        rows.add(String.join(" | ", row));
      }
      return rows;
    }
  }
}
