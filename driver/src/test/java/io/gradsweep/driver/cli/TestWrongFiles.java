package io.gradsweep.driver.cli;

import static io.gradsweep.driver.cli.Gradsweep.run;
import static io.gradsweep.driver.cli.Gradsweep.trials;
import static org.assertj.core.api.Assertions.assertThat;

import io.gradsweep.driver.Folder;
import io.gradsweep.driver.cli.Gradsweep.Result;
import io.gradsweep.driver.job.InlineRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Words and exit statuses of every command that meets a file that is gone, damaged or foreign. */
class TestWrongFiles extends OnStudyCopies {

  private static final String PART = "trials/g0000-s00001.parquet";
  private static final String STEPS = "trajectories/g0000-s00001.parquet";
  private static final String AGAIN = " (delete it, and 'gradsweep run' runs its trials again)";

  @BeforeAll
  static void runOnce() throws IOException {
    make(
        3,
        "sweep: s",
        "simulation: quadratic",
        "replicates: 9",
        "record: {points: 4}",
        "claims: [{claim: c, source: x, sql: 'SELECT count(*) FROM trials', expect: '> 5'}]");
  }

  private Result again(String... more) {
    String[] always = {"run", sweep.toString(), "--out", study.toString(), "-q"};
    return run(Stream.concat(Stream.of(always), Stream.of(more)).toArray(String[]::new));
  }

  /** By every command that reads, grows, copies or only looks; none of them changes a file. */
  private void everyCommandNames(String message) throws IOException {
    Path other = another("other");
    Map<String, String> before = Folder.contents(folder);
    String merged = folder.resolve("merged").toString();
    for (Result result :
        List.of(
            again(),
            again("replicates=20"),
            run("plan", sweep.toString(), "--out", study.toString()),
            command("status"),
            command("verify"),
            command("summarize"),
            command("check"),
            command("replay", "0".repeat(32)),
            command("query", "SELECT count(*) FROM trajectories"),
            command("report", "--output", folder.resolve("r.html").toString()),
            command("compact"),
            run("merge", study.toString(), other.toString(), "--out", merged))) {
      assertThat(result.exit()).as(result.out() + result.err()).isEqualTo(2);
      assertThat(result.out()).isEmpty();
      assertThat(result.err())
          .contains(message)
          .doesNotContain("\tat ", "Exception", "fault of gradsweep's own");
      assertThat(Folder.contents(folder)).isEqualTo(before);
    }
  }

  @Test
  void everyCommandNamesAFileThatIsGone() throws IOException {
    Files.delete(study.resolve(STEPS));
    everyCommandNames(
        " rows that were written (restore it; or delete %s, and 'gradsweep run'".formatted(PART));
  }

  @Test
  void everyCommandNamesADamagedFile() throws IOException {
    Files.writeString(study.resolve(PART), "x");
    everyCommandNames(PART + ": not a whole Parquet file" + AGAIN);
  }

  @Test
  void everyCommandNamesADamagedPlanAndTheStudyBeginsAfresh() throws IOException {
    Files.writeString(study.resolve("_plan/0000.json"), "{\"number\": 0, ");
    everyCommandNames(
        "_plan/0000.json is damaged, or not gradsweep's; restore it, or give another --out)");
    Result fresh = again("--fresh", "--yes");
    assertThat(fresh.exit()).as(fresh.err()).isZero();
  }

  @Test
  void aStudyThatLacksTrialsIsReadAndSaysSo() throws IOException, SQLException {
    List<String> rows = trials(study);
    Files.delete(study.resolve(PART));
    String note = PART + ": gone ('gradsweep run' runs its trials again)";
    Result status = command("status", "--format", "json");
    assertThat(status.exit()).as(status.err()).isZero();
    assertThat(status.out()).doesNotContain("\"finished\"").contains(note);
    assertThat(command("status", "--format", "csv").out()).contains(note);
    Result verified = command("verify");
    assertThat(verified.exit()).isZero();
    assertThat(verified.out()).contains("INCONCLUSIVE").contains("the study is not finished");
    assertThat(verified.err()).contains(note);
    assertThat(command("summarize").err()).contains(note);
    assertThat(command("query", "SELECT 1").err()).contains(note);
    Result checked = command("check");
    assertThat(checked.exit()).isEqualTo(2);
    assertThat(checked.err()).contains(note);
    Result healed = again();
    assertThat(healed.exit()).as(healed.err()).isZero();
    assertThat(healed.err()).contains(note);
    assertThat(trials(study)).isEqualTo(rows);
    assertThat(command("status", "--format", "csv").out())
        .contains("state,finished")
        .doesNotContain("gone");
    assertThat(command("verify").out()).contains("PASS");
    assertThat(again().err()).contains("nothing to do").doesNotContain("gone");
  }

  /** A file of another study is whole and has right sums. */
  @Test
  void checkFindsAFileInThePlaceOfAnother() throws IOException, SQLException {
    List<String> rows = trials(study);
    Path other = folder.resolve("other");
    InlineRun.runWithoutCompaction(sweep, other, 3, "seed=7");
    for (String path : List.of(PART, STEPS)) {
      Files.copy(other.resolve(path), study.resolve(path), StandardCopyOption.REPLACE_EXISTING);
    }
    assertThat(command("status", "--format", "csv").out()).contains("state,finished");
    Result checked = command("check");
    assertThat(checked.exit()).isEqualTo(2);
    assertThat(checked.err())
        .contains("trials: 3 rows of trials that no sweep of the study holds, such as ");
    Files.delete(study.resolve(PART));
    assertThat(again().exit()).isZero();
    assertThat(command("check").exit()).isZero();
    assertThat(trials(study)).isEqualTo(rows);
  }
}
