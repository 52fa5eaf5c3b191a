package io.gradsweep.driver.rows;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradsweep.driver.cli.Gradsweep;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows that we write give the same numbers in DuckDB and Spark SQL, now and for ever. */
class TestGolden {

  private static final Path GOLDEN = Path.of("src/test/resources/golden");
  private static final String COLUMNS =
      "trial_id, step_size, max_steps, fault, replicate, status, reason, steps, final_error, rate,"
          + " rate_stderr, rate_points, start";

  @TempDir private Path folder;

  private static List<String> duckdb(Path file) throws SQLException {
    return Gradsweep.query(
        "SELECT %s FROM read_parquet('%s') ORDER BY trial_id".formatted(COLUMNS, file));
  }

  private static List<String> spark(Path file) {
    SparkSession spark =
        SparkSession.builder()
            .master("local[1]")
            .config("spark.ui.enabled", "false")
            .config("spark.driver.bindAddress", "127.0.0.1")
            .config("spark.driver.host", "127.0.0.1")
            .getOrCreate();
    try {
      List<String> rows = new ArrayList<>();
      for (Row row :
          spark
              .read()
              .parquet(file.toString())
              .selectExpr(COLUMNS.split(", "))
              .orderBy("trial_id")
              .collectAsList()) {
        rows.add(
            String.join(
                " | ",
                IntStream.range(0, row.size()).mapToObj(i -> String.valueOf(row.get(i))).toList()));
      }
      return rows;
    } finally {
      spark.stop();
    }
  }

  private Path write() throws IOException {
    Path sweep =
        Gradsweep.write(
            folder,
            "sweep: golden",
            "simulation: quadratic",
            "grid: {step_size: [0.5, 2.5], fault: [none, nan]}",
            "replicates: 3",
            "seed: 18");
    Path study = folder.resolve("study");
    Gradsweep.run(
        "run", sweep.toString(), "--out", study.toString(), "-q", "--segment-trials", "99");
    return study.resolve("trials/g0000-s00000.parquet");
  }

  @Test
  void sparkAndDuckdbReadTheSameNumbers() throws IOException, SQLException {
    Path file = write();
    assertThat(duckdb(file)).hasSize(12).isEqualTo(spark(file));
  }

  /** Written by release 0.1.0 and never again: every later reader must see this in it. */
  @Test
  void theFileOfReleaseOneIsReadForEver() throws IOException, SQLException {
    Path golden = GOLDEN.resolve("trials-v1.parquet");
    List<String> expected = Files.readAllLines(GOLDEN.resolve("trials-v1.expected.txt"));
    assertThat(duckdb(golden)).isEqualTo(expected);
    assertThat(spark(golden)).isEqualTo(expected);
  }

  /** The same sweep today has the same rows: a change of seeds, ids or columns fails here. */
  @Test
  void todaysRowsAreThoseOfReleaseOne() throws IOException, SQLException {
    assertThat(duckdb(write()))
        .isEqualTo(Files.readAllLines(GOLDEN.resolve("trials-v1.expected.txt")));
  }
}
