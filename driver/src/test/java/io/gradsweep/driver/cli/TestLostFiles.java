package io.gradsweep.driver.cli;

import static io.gradsweep.driver.cli.Gradsweep.run;
import static io.gradsweep.driver.cli.Gradsweep.trajectories;
import static io.gradsweep.driver.cli.Gradsweep.trials;
import static org.assertj.core.api.Assertions.assertThat;

import io.gradsweep.driver.cli.Gradsweep.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A file of a study that is gone is named: its absence is not taken for "there was none". */
class TestLostFiles extends OnStudyCopies {

  private static final String PART = "trials/g0000-s00001.parquet";
  private static final String STEPS = "trajectories/g0000-s00001.parquet";
  private static final String AGAIN = ": gone ('gradsweep run' runs its trials again)";

  /** Three generations, of nine trials and two times one; three files of each table at first. */
  @BeforeAll
  static void runOnce() throws IOException {
    make(
        3,
        "sweep: s",
        "simulation: quadratic",
        "replicates: 9",
        "record: {points: 4}",
        "claims: [{claim: c, source: x, sql: 'SELECT count(*) FROM trials', expect: '> 5'}]");
    grow(11, "replicates=10");
    grow(11, "replicates=11");
  }

  @BeforeEach
  void growSweep() throws IOException {
    Files.writeString(sweep, Files.readString(sweep).replace("replicates: 9", "replicates: 11"));
  }

  private Result again() {
    return run("run", sweep.toString(), "--out", study.toString(), "-q");
  }

  private String report() throws IOException {
    Path page = folder.resolve("r.html");
    Result result = command("report", "--output", page.toString(), "--force");
    assertThat(result.exit()).as(result.err()).isZero();
    return Files.readString(page);
  }

  /** By every command that reads, grows, copies or only looks; none of them changes a file. */
  private void everyCommandNames(String message) throws IOException {
    Map<String, String> before = Folder.contents(folder);
    Path other = folder.resolve("other");
    String merged = folder.resolve("merged").toString();
    for (Result result :
        List.of(
            again(),
            run("plan", sweep.toString(), "--out", study.toString()),
            run("run", sweep.toString(), "replicates=20", "--out", study.toString(), "-q"),
            command("status"),
            command("verify"),
            command("summarize"),
            command("check"),
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

  private void makeOther() throws IOException {
    another("other");
  }

  @Test
  void lostTrajectoriesAreNamedAndComeBack() throws IOException, SQLException {
    makeOther();
    List<String> rows = trials(study);
    List<String> steps = trajectories(study);
    Files.delete(study.resolve(STEPS));
    everyCommandNames(STEPS + ": gone, with the ");
    everyCommandNames(
        " rows that were written (restore it; or delete %s, and 'gradsweep run'".formatted(PART));
    Files.delete(study.resolve(PART));
    Result healed = again();
    assertThat(healed.exit()).as(healed.err()).isZero();
    assertThat(trials(study)).isEqualTo(rows);
    assertThat(trajectories(study)).isEqualTo(steps);
  }

  @Test
  void trajectoriesOfFewerRowsAreNamed() throws IOException, SQLException {
    makeOther();
    Gradsweep.rewrite(study.resolve(STEPS), "* REPLACE (unnest([step, step + 1]) AS step)");
    everyCommandNames(STEPS + ": ");
  }

  @Test
  void trialsOfFewerRowsAreNamed() throws IOException, SQLException {
    makeOther();
    Gradsweep.rewrite(study.resolve(PART), "* REPLACE (unnest([steps, steps]) AS steps)");
    everyCommandNames(PART + ": 6 rows, of 3 that were written");
  }

  /** A file of another study, or of another segment, is whole and has right sums. */
  @Test
  void aFileInThePlaceOfAnotherIsNoticed() throws IOException, SQLException {
    List<String> rows = trials(study);
    for (String table : List.of("trials", "trajectories")) {
      Files.copy(
          study.resolve(table + "/g0002-s00000.parquet"),
          study.resolve(table + "/g0000-s00001.parquet"),
          StandardCopyOption.REPLACE_EXISTING);
    }
    isNotFinished("trials: 9 rows, of 11 that were written (a foreign file replaces one");
    Result refused = again();
    assertThat(refused.exit()).isEqualTo(2);
    assertThat(refused.err()).contains("Cannot finish study", "9 rows, of 11 that were written");
    isNotFinished("trials: 9 rows, of 11 that were written (a foreign file replaces one");
    Path other = folder.resolve("other");
    Result ran =
        run(
            "run",
            sweep.toString(),
            "seed=7",
            "replicates=9",
            "--out",
            other.toString(),
            "-q",
            "--segment-trials",
            "3");
    assertThat(ran.exit()).as(ran.err()).isZero();
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

  @Test
  void lostTrajectoriesOfACompactedFileAreNamed() throws IOException {
    makeOther();
    assertThat(command("compact").exit()).isZero();
    String name = only("trajectories");
    Files.delete(study.resolve("trajectories").resolve(name));
    everyCommandNames("trajectories/" + name + ": gone, with the ");
  }

  private String only(String table) throws IOException {
    try (Stream<Path> files = Files.list(study.resolve(table))) {
      List<Path> all = files.toList();
      assertThat(all).hasSize(1);
      return all.get(0).getFileName().toString();
    }
  }

  /** As 0.1 wrote them: nothing in a part says what was recorded beside it. */
  private void forgetSteps() throws IOException, SQLException {
    try (Stream<Path> parts = Files.list(study.resolve("trials"))) {
      for (Path part : parts.toList()) {
        String facts =
            Gradsweep.query(
                    "SELECT decode(value) FROM parquet_kv_metadata('%s') WHERE decode(key) ="
                            .formatted(part)
                        + " 'gradsweep.part'")
                .get(0);
        assertThat(facts).containsPattern("\"steps\" : \\d+");
        Path rewritten = folder.resolve("older");
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
            Statement statement = connection.createStatement()) {
          statement.execute(
              "COPY (FROM read_parquet('%s')) TO '%s' (FORMAT parquet, KV_METADATA {'gradsweep.part': '%s'})"
                  .formatted(part, rewritten, facts.replaceAll(",\\s*\"steps\" : \\d+", "")));
        }
        Files.move(rewritten, part, StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }

  /** The sweep asks for recorded steps, and the other parts have theirs. */
  @Test
  void lostTrajectoriesOfTheFirstReleaseAreNamedAndComeBack() throws IOException, SQLException {
    forgetSteps();
    assertThat(command("status").out()).contains("finished").doesNotContain("gone");
    List<String> rows = trials(study);
    List<String> steps = trajectories(study);
    Files.delete(study.resolve(STEPS));
    String note =
        "%s: gone (restore it; or delete %s, and 'gradsweep run' runs its trials again)"
            .formatted(STEPS, PART);
    isNotFinished(note);
    assertThat(again().err()).contains(note);
    assertThat(command("compact").exit()).isZero();
    assertThat(study.resolve(PART)).exists(); // or nothing would ask for its steps any more
    isNotFinished(note);
    Files.delete(study.resolve(PART));
    assertThat(again().exit()).isZero();
    assertThat(command("status").out()).contains("finished").doesNotContain("gone");
    assertThat(trials(study)).isEqualTo(rows);
    assertThat(trajectories(study)).isEqualTo(steps);
  }

  /** A simulation need not record anything, and what is recorded may have changed. */
  @Test
  void whatNothingTellsOfIsSaid() throws IOException, SQLException {
    forgetSteps();
    try (Stream<Path> files = Files.list(study.resolve("trajectories"))) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    String doubt = STEPS + ": missing, or never written, which gradsweep 0.1 did not record";
    for (String name : List.of("check", "verify", "summarize")) {
      Result result = command(name);
      assertThat(result.exit()).as(result.err()).isZero();
      assertThat(result.err()).contains(doubt);
    }
    assertThat(command("status", "--format", "csv").out()).contains("state,finished", doubt);
    assertThat(report()).contains(doubt);
    Gradsweep.rewriteSweep(study, "record: {points: 4, spacing: log}", "record: none");
    assertThat(command("check").err()).doesNotContain(PART, STEPS).contains("g0001-s00000");
  }

  private void isNotFinished(String note) throws IOException {
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
    assertThat(report()).contains(note.replace("'", "&#39;").split(" \\(")[0]);
    Result checked = command("check");
    assertThat(checked.exit()).isEqualTo(2);
    assertThat(checked.err()).contains(note);
  }

  private void comesBack(String note, List<String> rows) throws SQLException {
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

  @ParameterizedTest
  @ValueSource(strings = {PART, "trials/g0002-s00000.parquet"})
  void lostTrialsAreNamedAndRunAgain(String part) throws IOException, SQLException {
    List<String> rows = trials(study);
    Files.delete(study.resolve(part));
    isNotFinished(part + AGAIN);
    comesBack(part + AGAIN, rows);
  }

  @Test
  void aLostCompactedFileIsNamedAndRunAgain() throws IOException, SQLException {
    List<String> rows = trials(study);
    assertThat(command("compact").exit()).isZero();
    String name = "trials/" + only("trials");
    Files.delete(study.resolve(name));
    isNotFinished(name + AGAIN);
    comesBack(name + AGAIN, rows);
  }

  @Test
  void aLostManifestIsNamedAndWrittenAnew() throws IOException, SQLException {
    List<String> rows = trials(study);
    Files.delete(study.resolve("manifest.json"));
    String note = "manifest.json: gone ('gradsweep run' writes it anew)";
    isNotFinished(note);
    comesBack(note, rows);
    assertThat(study.resolve("manifest.json")).exists();
  }

  @ParameterizedTest
  @ValueSource(strings = {"_plan/0001.json", "_plan/0002.json"})
  void aLostPlanIsNamed(String plan) throws IOException {
    makeOther();
    Files.delete(study.resolve(plan));
    everyCommandNames(plan + " is gone");
  }

  @Test
  void theFirstPlanIsMissedTooThoughWithoutItThereIsNoStudy() throws IOException {
    Files.delete(study.resolve("_plan/0000.json"));
    for (String name : List.of("status", "verify", "summarize", "check", "compact")) {
      Result result = command(name);
      assertThat(result.exit()).isEqualTo(2);
      assertThat(result.err()).contains("_plan/0000.json is gone, and _plan/0001.json needs it");
    }
    Files.delete(study.resolve("_plan/0001.json"));
    Files.delete(study.resolve("_plan/0002.json"));
    assertThat(command("status").err()).contains("_plan/0000.json is gone, and trials/g0000-");
    Map<String, String> before = Folder.contents(folder);
    assertThat(again().exit()).isEqualTo(2);
    assertThat(Folder.contents(folder)).isEqualTo(before);
  }

  /** Without its list, all that was compacted looked like remains, and was deleted. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void aLostFileListIsNamedAndNothingIsDeleted(int compactions) throws IOException {
    makeOther();
    assertThat(command("compact").exit()).isZero();
    for (int i = 1; i < compactions; i++) {
      Result grown = run("run", sweep.toString(), "replicates=12", "--out", study.toString(), "-q");
      assertThat(grown.exit()).as(grown.err()).isZero();
      assertThat(command("compact").out()).contains("are 2 now");
      Files.writeString(sweep, Files.readString(sweep).replace("11", "12"));
    }
    String list = "_files/%04d.json".formatted(compactions - 1);
    Files.delete(study.resolve(list));
    everyCommandNames(list + " is gone, and ");
  }

  @Test
  void aLostListOfAMergedStudyIsNamed() throws IOException {
    makeOther();
    study = merged();
    Files.delete(study.resolve("_files/0000.json"));
    for (String name : List.of("status", "verify", "summarize", "check", "compact")) {
      Result result = command(name);
      assertThat(result.exit()).isEqualTo(2);
      assertThat(result.err()).contains("_files/0000.json is gone, and ");
    }
    assertThat(only("trials")).startsWith("c0000-");
  }

  @Test
  void aLostFileOfAMergedStudyIsNamedWithWhatHelpsThere() throws IOException {
    makeOther();
    study = merged();
    String name = only("trials");
    Files.delete(study.resolve("trials").resolve(name));
    isNotFinished("trials/" + name + ": gone (restore it, or merge again into another folder)");
  }

  private Path merged() {
    Path merged = folder.resolve("merged");
    Result result =
        run(
            "merge",
            study.toString(),
            folder.resolve("other").toString(),
            "--out",
            merged.toString());
    assertThat(result.exit()).as(result.err()).isZero();
    return merged;
  }

  /**
   * A repetition that died between its two publications has left a mark: its segment runs again.
   */
  @Test
  void aSegmentThatWasReplacedByHalfIsRunAgain() throws IOException, SQLException {
    List<String> rows = trials(study);
    List<String> steps = trajectories(study);
    Gradsweep.rewrite(study.resolve(STEPS), "* REPLACE (unnest([step, step + 1]) AS step)");
    Path mark = study.resolve("_started/g0000-s00001.json");
    Files.createDirectories(mark.getParent());
    Files.writeString(mark, "{\"attempts\": 1, \"running\": null, \"blamed\": []}");
    assertThat(command("status").exit()).isZero();
    Result healed = again();
    assertThat(healed.exit()).as(healed.err()).isZero();
    assertThat(trials(study)).isEqualTo(rows);
    assertThat(trajectories(study)).isEqualTo(steps);
    assertThat(mark).doesNotExist();
  }
}
