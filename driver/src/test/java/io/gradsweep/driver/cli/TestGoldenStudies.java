package io.gradsweep.driver.cli;

import static io.gradsweep.driver.cli.Gradsweep.run;
import static org.assertj.core.api.Assertions.assertThat;

import io.gradsweep.driver.Folder;
import io.gradsweep.driver.cli.Gradsweep.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Studies that gradsweep 0.1.0 wrote: every later version reads them, and sees the same in them.
 */
class TestGoldenStudies {

  private static final Path GOLDEN = Path.of("src/test/resources/golden/studies");

  @TempDir private Path folder;

  @BeforeEach
  void copy() throws IOException {
    for (String name : new String[] {"kl", "walk"}) {
      Path study = Files.createDirectory(folder.resolve(name));
      Folder.copy(GOLDEN.resolve(name + "-0.1"), study);
    }
  }

  private Result ok(String command, String name, String... more) {
    String[] args = new String[2 + more.length];
    args[0] = command;
    args[1] = folder.resolve(name).toString();
    System.arraycopy(more, 0, args, 2, more.length);
    Result result = run(args);
    assertThat(result.exit()).as(result.err()).isZero();
    return result;
  }

  @ParameterizedTest
  @CsvSource({
    "kl, trials, trial_id, duckdb",
    "kl, trajectories, 'trial_id, step', duckdb",
    "walk, trials, trial_id, duckdb",
    "walk, trajectories, 'trial_id, step', duckdb",
    "walk, trials, trial_id, spark"
  })
  void queriesSeeTheSameRows(String name, String table, String order, String engine)
      throws IOException {
    String expected = Files.readString(GOLDEN.resolve("%s.%s.csv".formatted(name, table)));
    String columns = expected.substring(0, expected.indexOf('\n'));
    String sql = "SELECT %s FROM %s ORDER BY %s".formatted(columns, table, order);
    Result result = ok("query", name, sql, "--format", "csv", "--engine", engine);
    assertThat(result.out()).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"kl, 27, 18, 9", "walk, 40, 34, 6"})
  void statusCountsTheSameTrials(String name, int trials, int converged, int notConverged) {
    assertThat(ok("status", name, "--format", "json").out())
        .contains("\"state\" : \"finished\"")
        .contains("\"done\" : " + trials)
        .contains("\"planTrials\" : " + trials)
        .contains("\"converged\" : " + converged)
        .contains("\"not_converged\" : " + notConverged);
  }

  @Test
  void summariesHaveTheSameNumbers() {
    assertThat(ok("summarize", "walk", "--format", "csv").out())
        .contains("normal,0.25,8,1.0,")
        .contains("8.348997969769325,2.3215613695173722,18.227780798406,9.746290146981682,")
        .contains("sign,,8,0.75,0.40927543031016883,0.9285207872478909,2,2.0,0.0,12.0,6.75,2.5,14");
    assertThat(ok("summarize", "kl", "--format", "csv").out())
        .contains("natural,0.31622776601683794,3,1.0,")
        .contains("0.0355772048496274,")
        .contains("natural,0.0031622776601683794,3,0.0,");
  }

  @ParameterizedTest
  @ValueSource(strings = {"kl", "walk"})
  void claimsHaveTheSameVerdicts(String name) {
    assertThat(ok("verify", name).out()).contains("PASS").doesNotContain("FAIL", "INCONCLUSIVE");
  }

  @Test
  void theStudyOfAVersionThatStaysIsWhole() {
    String sweep = GOLDEN.resolve("walk.yaml").toString();
    Result result = run("run", sweep, "--out", folder.resolve("walk").toString(), "-q");
    assertThat(result.exit()).as(result.err()).isZero();
    assertThat(result.err()).contains("nothing to do: all trials of the plan have a row");
  }

  /** The name of a sweep is a column of its rows, and part of no identity. */
  @Test
  void aSweepThatWasRenamedGoesOnWithItsStudy() throws IOException {
    String text = Files.readString(GOLDEN.resolve("walk.yaml"));
    Path renamed = folder.resolve("renamed.yaml");
    Files.writeString(renamed, text.replaceFirst("(?m)^sweep: \\S+", "sweep: another-name"));
    String out = folder.resolve("walk").toString();
    assertThat(run("run", renamed.toString(), "--out", out, "-q").err())
        .contains("nothing to do: all trials of the plan have a row");
    Result grown = run("run", renamed.toString(), "--out", out, "-q", "replicates=5");
    assertThat(grown.exit()).as(grown.err()).isZero();
    String sql = "SELECT sweep, count(*) AS n FROM trials GROUP BY sweep ORDER BY n";
    assertThat(ok("query", "walk", sql, "--format", "csv").out())
        .isEqualTo("sweep,n\nanother-name,10\ngolden-walk,40\n");
  }

  @Test
  void theStudyOfAnEarlierVersionIsNotGoneOnWith() {
    String sweep = GOLDEN.resolve("kl.yaml").toString();
    Result result = run("run", sweep, "--out", folder.resolve("kl").toString(), "-q");
    assertThat(result.exit()).isEqualTo(2);
    assertThat(result.err()).contains("version of kl-divergence: 2 before, 3 now");
  }

  /** A column that joined later is null in their rows, whatever engine reads them. */
  @ParameterizedTest
  @CsvSource({"kl, duckdb, 27", "kl, spark, 27", "walk, duckdb, 40", "walk, spark, 40"})
  void columnsThatJoinedLaterAreNull(String name, String engine, int trials) {
    String sql = "SELECT count(*) AS n FROM trials WHERE rate_note IS NULL";
    Result result = ok("query", name, sql, "--format", "csv", "--engine", engine);
    assertThat(result.out()).isEqualTo("n\n%d\n".formatted(trials));
  }

  @Test
  void aRowFromBeforeAColumnReplaysAsEqual() {
    String sql = "SELECT trial_id FROM trials ORDER BY trial_id LIMIT 1";
    String id = ok("query", "walk", sql, "--format", "csv").out().split("\n")[1];
    assertThat(ok("replay", "walk", id).err()).contains("the replay equals the row, bit for bit");
  }
}
