package io.gradsweep.driver.cli;

import static io.gradsweep.driver.cli.Gradsweep.run;
import static io.gradsweep.driver.cli.Gradsweep.trials;
import static io.gradsweep.driver.cli.Gradsweep.write;
import static org.assertj.core.api.Assertions.assertThat;

import io.gradsweep.driver.cli.Gradsweep.Result;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A file of a study that is damaged, or somebody else's, is named; nothing is computed from it. */
class TestDamagedStudies {

  private static final String PART = "trials/g0000-s00001.parquet";
  private static final String STEPS = "trajectories/g0000-s00001.parquet";
  private static final String DELETE = " (delete it, and 'gradsweep run' runs its trials again)";

  @TempDir private static Path original;

  @TempDir private Path folder;

  private Path sweep;
  private Path study;

  @BeforeAll
  static void runOnce() throws IOException {
    Path sweep =
        write(
            original, "sweep: s", "simulation: quadratic", "replicates: 9", "record: {points: 4}");
    String out = original.resolve("study").toString();
    Result made = run("run", sweep.toString(), "--out", out, "-q", "--segment-trials", "3");
    assertThat(made.exit()).as(made.err()).isZero();
  }

  @BeforeEach
  void copy() throws IOException {
    Folder.copy(original, folder);
    sweep = folder.resolve("s.yaml");
    study = folder.resolve("study");
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

  private void everyCommandNames(String message) throws IOException {
    Map<String, String> before = Folder.contents(folder);
    String out = study.toString();
    for (List<String> command :
        List.of(
            List.of("status", out),
            List.of("query", out, "SELECT count(*) FROM trials"),
            List.of("summarize", out),
            List.of("replay", out, "0".repeat(32)),
            List.of("plan", sweep.toString(), "--out", out),
            List.of("run", sweep.toString(), "replicates=10", "--out", out))) {
      Result result = run(command.toArray(String[]::new));
      assertThat(result.exit()).as(command + ": " + result.err() + result.out()).isEqualTo(2);
      assertThat(result.out()).isEmpty();
      assertThat(result.err())
          .as(command.toString())
          .contains(message)
          .doesNotContain("\tat ", "Exception", "fault of gradsweep's own");
    }
    assertThat(Folder.contents(folder)).isEqualTo(before);
  }

  @ParameterizedTest
  @EnumSource
  void aDamagedPartIsNamedAndCanBeRunAgain(Damage damage) throws IOException, SQLException {
    List<String> rows = trials(study);
    Path part = study.resolve(PART);
    Files.write(part, damage.of(Files.readAllBytes(part)));
    if (damage != Damage.BEHEADED) { // its footer is whole: only a reader of rows can tell
      everyCommandNames(PART + ": not a whole Parquet file" + DELETE);
    } else {
      Result result = run("query", study.toString(), "SELECT sum(steps) FROM trials");
      assertThat(result.exit()).isEqualTo(2);
      assertThat(result.out()).isEmpty();
    }
    Files.delete(part);
    assertThat(run("run", sweep.toString(), "--out", study.toString(), "-q").exit()).isZero();
    assertThat(trials(study)).isEqualTo(rows);
  }

  @Test
  void everyDamagedPartIsNamedAtOnce() throws IOException {
    for (String part : List.of(PART, "trials/g0000-s00002.parquet")) {
      Files.writeString(study.resolve(part), "x");
    }
    everyCommandNames(PART);
    everyCommandNames("trials/g0000-s00002.parquet");
  }

  @Test
  void aTableOfOtherColumnsIsNoPart() throws IOException, SQLException {
    Files.delete(study.resolve(PART));
    writeParquet("SELECT 1 AS a, 'x' AS trial", study.resolve(PART));
    everyCommandNames(PART + ": not written by gradsweep" + DELETE);
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
    Result result = run("status", study.toString());
    assertThat(result.exit()).as(result.err()).isEqualTo(2);
    assertThat(result.err()).contains(PART + ": not written by gradsweep" + DELETE);
  }

  @Test
  void damagedTrajectoriesAreNamedWhereTheyAreRead() throws IOException, SQLException {
    String sql = "SELECT count(*) FROM trajectories";
    Files.writeString(study.resolve(STEPS), "x");
    assertThat(run("query", study.toString(), sql).err())
        .contains(STEPS + ": not a whole Parquet file (delete it and " + PART);
    Files.delete(study.resolve(STEPS));
    writeParquet("SELECT 1 AS a", study.resolve(STEPS));
    Result result = run("query", study.toString(), sql);
    assertThat(result.exit()).isEqualTo(2);
    assertThat(result.err()).contains(STEPS + ": not written by gradsweep (delete it and " + PART);
  }

  @Test
  void damagedTrajectoriesAreNotCompacted() throws IOException {
    Files.writeString(study.resolve(STEPS), "x");
    Map<String, String> before = Folder.contents(folder);
    Result result = run("compact", study.toString());
    assertThat(result.exit()).as(result.err()).isEqualTo(2);
    assertThat(result.err())
        .startsWith("Cannot read study: ")
        .contains(STEPS + ": not a whole Parquet file (delete it and " + PART)
        .doesNotContain("run the same command");
    assertThat(Folder.contents(folder)).isEqualTo(before);
  }

  @Test
  void aDamagedPartIsNamedOnSparkToo() throws IOException {
    Path part = study.resolve(PART);
    Files.write(part, Damage.TRUNCATED.of(Files.readAllBytes(part)));
    Files.writeString(study.resolve(STEPS), "x");
    String sql = "SELECT count(*) FROM trials";
    String[] onSpark = {"--engine", "spark", "--master", "local[1]"};
    for (String wrong : List.of(PART, STEPS)) {
      Result result =
          run("query", study.toString(), sql, onSpark[0], onSpark[1], onSpark[2], onSpark[3]);
      assertThat(result.exit()).as(result.err()).isEqualTo(2);
      assertThat(result.err())
          .contains(wrong + ": not a whole Parquet file")
          .doesNotContain("\tat ", "Exception", "fault of gradsweep's own");
      Files.copy(
          original.resolve("study").resolve(PART), part, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /** The footer is whole, a row is not: only who copies rows finds out, in the middle of a job. */
  @Test
  void aPartWhoseRowsAreDamagedIsNamedWhereItIsRunAgain() throws IOException {
    Path part = study.resolve(PART);
    byte[] bytes = Files.readAllBytes(part);
    bytes[8] ^= 1; // in the first page
    Files.write(part, bytes);
    Result result =
        run("run", sweep.toString(), "--out", study.toString(), "-q", "--rerun", "converged");
    assertThat(result.exit()).as(result.err()).isEqualTo(2);
    assertThat(result.err())
        .contains(PART + ": its bytes have changed" + DELETE)
        .doesNotContain("\tat ", "run the same command");
    assertThat(study.resolve("_started")).isEmptyDirectory();
  }

  /** A process that dies between beginning and naming a file leaves it under another name. */
  @Test
  void whatADeadProcessWasAboutToNameIsClearedAway() throws IOException, SQLException {
    List<String> rows = trials(study);
    String half = ".0f8fad5b-d9cb-469f-a165-70867728950e.tmp";
    for (String name : List.of("_lock", "manifest.json", "_plan/0001.json", "_files/000001.json")) {
      Path left = study.resolve(name + half);
      Files.createDirectories(left.getParent());
      Files.writeString(left, "half a fi");
    }
    Result again = run("run", sweep.toString(), "--out", study.toString(), "-q");
    assertThat(again.exit()).as(again.err()).isZero();
    try (Stream<Path> files = Files.walk(study)) {
      assertThat(files.map(Path::toString)).noneMatch(name -> name.endsWith(".tmp"));
    }
    assertThat(trials(study)).isEqualTo(rows);
    Path merged = Files.createDirectory(folder.resolve("merged"));
    Files.writeString(merged.resolve("_merge.json" + half), "half a fi");
    Result result =
        run(
            "merge",
            "--out",
            merged.toString(),
            study.toString(),
            original.resolve("study").toString());
    assertThat(result.exit()).as(result.err()).isZero();
    assertThat(trials(merged)).isEqualTo(rows);
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

  @Test
  void aPartThatNoSegmentHasIsNoPart() throws IOException {
    Files.copy(study.resolve(PART), study.resolve("trials/g0000-s00099.parquet"));
    everyCommandNames("trials/g0000-s00099.parquet: no segment of this study (move it elsewhere)");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "{}",
        "{\"number\": 0, ",
        "{\"a\": 1}",
        "{\"number\": \"x\"}",
        "{\"number\": 0, \"fingerprint\": \"f\", \"sweep\": \"s\", \"bounds\": [0, 5, 3],"
            + " \"seconds\": [1, 1]}"
      })
  void aDamagedPlanIsNamedAndCanBeDeleted(String json) throws IOException {
    Files.writeString(study.resolve("_plan/0000.json"), json);
    everyCommandNames(
        "_plan/0000.json is damaged, or not gradsweep's; restore it, or give another --out)");
    Result fresh =
        run("run", sweep.toString(), "--out", study.toString(), "-q", "--fresh", "--yes");
    assertThat(fresh.exit()).as(fresh.err()).isZero();
  }

  @Test
  void partsWithoutTheirPlanAreNotTakenForAnother() throws IOException {
    Files.delete(study.resolve("_plan/0000.json"));
    Result result = run("run", sweep.toString(), "--out", study.toString());
    assertThat(result.exit()).isEqualTo(2);
    assertThat(result.err()).contains("(holds other files, such as 'trials/g0000-s00000.parquet'");
  }

  @Test
  void aStudyOfANewerGradsweepIsRefusedByName() throws IOException {
    Path manifest = study.resolve("manifest.json");
    String text = Files.readString(manifest);
    Files.writeString(manifest, text.replace("\"schemaVersion\" : 2", "\"schemaVersion\" : 99"));
    everyCommandNames(
        "(manifest.json was written by a newer gradsweep: schema version 99, this one reads up to");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{{{", "null", "{}", "{\"schemaVersion\": \"one\"}"})
  void aDamagedManifestIsNamedAndWrittenAnew(String json) throws IOException {
    Path manifest = study.resolve("manifest.json");
    Files.writeString(manifest, json);
    everyCommandNames("(manifest.json is damaged, or not gradsweep's; delete it: 'gradsweep run'");
    Files.delete(manifest);
    assertThat(run("status", study.toString()).exit()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "garbage", "null", "{}"})
  void aLockThatNamesNobodyIsHeldByNobody(String lock) throws IOException {
    Files.writeString(study.resolve("_lock"), lock);
    assertThat(run("status", study.toString()).exit()).isZero();
    Result more = run("run", sweep.toString(), "replicates=10", "--out", study.toString(), "-q");
    assertThat(more.exit()).as(more.err()).isZero();
    assertThat(study.resolve("_lock")).doesNotExist();
  }
}
