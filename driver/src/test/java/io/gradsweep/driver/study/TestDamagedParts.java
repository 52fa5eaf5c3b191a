package io.gradsweep.driver.study;

import static io.gradsweep.driver.PlainStudy.trials;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradsweep.driver.Folder;
import io.gradsweep.driver.RequestException;
import io.gradsweep.driver.Studies;
import io.gradsweep.results.outcome.Status;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A file of rows that is damaged, or somebody else's, is named; nothing is computed from it. */
class TestDamagedParts extends EveryReader {

  private static final String PART = "trials/g0000-s00001.parquet";
  private static final String STEPS = "trajectories/g0000-s00001.parquet";
  private static final String DELETE = " (delete it, and 'gradsweep run' runs its trials again)";

  @BeforeAll
  static void runOnce() throws IOException {
    make(3, "sweep: s", "simulation: quadratic", "replicates: 9", "record: {points: 4}");
  }

  /** Possible damage of a file. */
  enum Damage {
    TRUNCATED {
      @Override
      byte[] of(byte[] whole) {
        return Arrays.copyOf(whole, whole.length / 2);
      }
    },
    BEHEADED {
      @Override
      byte[] of(byte[] whole) {
        return Arrays.copyOfRange(whole, whole.length / 2, whole.length);
      }
    },
    ZEROED {
      @Override
      byte[] of(byte[] whole) {
        return new byte[whole.length];
      }
    },
    EMPTY {
      @Override
      byte[] of(byte[] whole) {
        return new byte[0];
      }
    },
    TEXT {
      @Override
      byte[] of(byte[] whole) {
        return "PAR1 and so on\n".repeat(99).getBytes(StandardCharsets.UTF_8);
      }
    };

    abstract byte[] of(byte[] whole);
  }

  @ParameterizedTest
  @EnumSource
  void aDamagedPartIsNamedAndCanBeRunAgain(Damage damage) throws IOException, SQLException {
    List<String> rows = trials(study);
    Path part = study.resolve(PART);
    Files.write(part, damage.of(Files.readAllBytes(part)));
    if (damage != Damage.BEHEADED) { // its footer is whole: only a reader of rows can tell
      everyReaderNames(PART + ": not a whole Parquet file" + DELETE);
    } else {
      assertThatThrownBy(() -> Studies.csv(study, "SELECT sum(steps) FROM trials"))
          .isInstanceOf(RequestException.class);
    }
    Files.delete(part);
    again().inline();
    assertThat(trials(study)).isEqualTo(rows);
  }

  @Test
  void everyDamagedPartIsNamedAtOnce() throws IOException {
    for (String part : List.of(PART, "trials/g0000-s00002.parquet")) {
      Files.writeString(study.resolve(part), "x");
    }
    everyReaderNames(PART);
    everyReaderNames("trials/g0000-s00002.parquet");
  }

  @Test
  void aTableOfOtherColumnsIsNoPart() throws IOException, SQLException {
    Files.delete(study.resolve(PART));
    writeParquet("SELECT 1 AS a, 'x' AS trial", study.resolve(PART));
    everyReaderNames(PART + ": not written by gradsweep" + DELETE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"schemaVersion\": 1, \"counts\": {\"converged\": null}, \"failures\": []}",
        "{\"schemaVersion\": 1, \"counts\": {\"converged\": -1}, \"failures\": []}",
        "{\"schemaVersion\": 1, \"counts\": {\"converged\": 9223372036854775807},"
            + " \"failures\": []}",
        "{\"schemaVersion\": 1, \"counts\": {\"converged\": 1e300}, \"failures\": []}",
        "{\"schemaVersion\": 1, \"counts\": {}, \"failures\": [null]}",
        "{\"schemaVersion\": 1, \"counts\": {}, \"failures\": [{\"status\": \"failed\","
            + " \"reason\": \"r\", \"count\": 1, \"trialId\": \"; rm -rf /\"}]}",
        "{\"schemaVersion\": 1, \"counts\": {}, \"failures\": [{\"status\": \"failed\","
            + " \"count\": 1, \"trialId\": \"00000000000000000000000000000000\"}]}",
        "[" // not even JSON
      })
  void aPartThatSaysNonsenseOfItselfIsNoPart(String facts) throws IOException, SQLException {
    Files.delete(study.resolve(PART));
    String rows = "read_parquet('%s')".formatted(study.resolve("trials/g0000-s00000.parquet"));
    String described =
        "COPY (FROM %s) TO '%s' (FORMAT parquet, KV_METADATA {\"gradsweep.part\": '%s'})"
            .formatted(rows, study.resolve(PART), facts);
    execute(described);
    assertThatThrownBy(() -> Studies.status(study))
        .isInstanceOf(RequestException.class)
        .hasMessageContaining(PART + ": not written by gradsweep" + DELETE);
  }

  @Test
  void damagedTrajectoriesAreNamedWhereTheyAreRead() throws IOException, SQLException {
    String sql = "SELECT count(*) FROM trajectories";
    Files.writeString(study.resolve(STEPS), "x");
    assertThatThrownBy(() -> Studies.csv(study, sql))
        .isInstanceOf(RequestException.class)
        .hasMessageContaining(STEPS + ": not a whole Parquet file (delete it and " + PART);
    Files.delete(study.resolve(STEPS));
    writeParquet("SELECT 1 AS a", study.resolve(STEPS));
    assertThatThrownBy(() -> Studies.csv(study, sql))
        .isInstanceOf(RequestException.class)
        .hasMessageContaining(STEPS + ": not written by gradsweep (delete it and " + PART);
  }

  @Test
  void damagedTrajectoriesAreNotCompacted() throws IOException {
    Files.writeString(study.resolve(STEPS), "x");
    Map<String, String> before = Folder.contents(folder);
    assertThatThrownBy(() -> Studies.compact(study))
        .isInstanceOf(RequestException.class)
        .hasMessageStartingWith("Cannot read study: ")
        .hasMessageContaining(STEPS + ": not a whole Parquet file (delete it and " + PART)
        .hasMessageNotContaining("run the same command");
    assertThat(Folder.contents(folder)).isEqualTo(before);
  }

  /** The footer is whole, a row is not: only who copies rows finds out, in the middle of a job. */
  @Test
  void aPartWhoseRowsAreDamagedIsNamedWhereItIsRunAgain() throws IOException {
    Path part = study.resolve(PART);
    byte[] bytes = Files.readAllBytes(part);
    bytes[8] ^= 1; // in the first page
    Files.write(part, bytes);
    assertThatThrownBy(() -> again().repeating(Status.CONVERGED).session())
        .isInstanceOf(RequestException.class)
        .hasMessageContaining(PART + ": its bytes have changed" + DELETE)
        .hasMessageNotContaining("run the same command");
    assertThat(study.resolve("_started")).isEmptyDirectory();
  }

  private static void writeParquet(String sql, Path file) throws SQLException {
    execute("COPY (%s) TO '%s' (FORMAT parquet)".formatted(sql, file));
  }

  private static void execute(String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
