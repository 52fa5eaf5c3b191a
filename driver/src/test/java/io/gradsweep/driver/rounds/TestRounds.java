package io.gradsweep.driver.rounds;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradsweep.driver.Folder;
import io.gradsweep.driver.cli.Gradsweep;
import io.gradsweep.driver.cli.Gradsweep.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Replicates until precise, by the command line: one study at once, and one that was tightened. */
class TestRounds {

  private static final String LOOSE = rule("40%", 60);
  private static final String TIGHT = rule("20%", 60);
  private static final String SHORT = rule("20%", 20);

  @TempDir private static Path folder;
  private static Path atOnce;
  private static Path loose;
  private static Result first;

  private static String rule(String precision, long max) {
    return "{until: 'half_width(mean(draw)) <= %s', max: %d, looks: x2}".formatted(precision, max);
  }

  private static Path sweep(String replicates) throws IOException {
    return Gradsweep.write(
        folder,
        "sweep: s",
        "simulation: draws",
        "grid: {law: [normal, missing], spread: [0.1, 0.5, 2], study: [0, 1, 2]}",
        "replicates: " + replicates);
  }

  private static Result run(String replicates, Path study, String... more) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of("run", sweep(replicates).toString(), "--out", study.toString(), "--master"));
    command.addAll(more.length == 0 ? List.of("local[1]") : Arrays.asList(more));
    return Gradsweep.run(command.toArray(String[]::new));
  }

  @BeforeAll
  static void runs() throws IOException {
    atOnce = folder.resolve("at-once");
    loose = folder.resolve("loose");
    first = run(TIGHT, atOnce);
    assertThat(first.exit()).as(first.err()).isZero();
    assertThat(run(LOOSE, loose, "local[2]").exit()).isZero();
  }

  /** A study of its own, which goes on where another one stands. */
  private static Path copy(Path study, String name) throws IOException {
    Path copy = Files.createDirectory(folder.resolve(name));
    Folder.copy(study, copy);
    return copy;
  }

  /** The current plan's rows but provenance. */
  private static List<String> trials(Path study) throws SQLException {
    Result result =
        Gradsweep.run(
            "query",
            study.toString(),
            "SELECT * EXCLUDE (%s) FROM trials ORDER BY trial_id".formatted(Gradsweep.PROVENANCE),
            "--format",
            "csv");
    assertThat(result.exit()).as(result.err()).isZero();
    return result.out().lines().toList();
  }

  @Test
  void cellsHaveReplicatesUntilTheyArePrecise() throws SQLException {
    List<String> cells =
        Gradsweep.query(
            ("SELECT law, spread, study, count(*), max(replicate) + 1, count(draw) FROM"
                    + " read_parquet('%s/trials/*.parquet') GROUP BY ALL ORDER BY ALL")
                .formatted(atOnce));
    assertThat(cells)
        .hasSize(18)
        .allMatch(cell -> cell.split(" \\| ")[3].equals(cell.split(" \\| ")[4]));
    assertThat(cells)
        .anyMatch(cell -> cell.startsWith("normal | 0.1 | 0 | 10 | 10 | 10"))
        .anyMatch(cell -> cell.startsWith("normal | 2.0 | 0 | 60 | 60 | 60"))
        // a cell with fewer values than min is not precise
        .noneMatch(cell -> cell.startsWith("missing") && cell.endsWith(" | 9"));
    assertThat(first.err())
        .containsPattern(
            "round 1: [0-9]+ more cells are precise enough, the others go on from 10 to 20 replicates")
        .containsPattern(
            "the rule ends: [0-9]+ more cells? (is|are) precise enough, 6 have the most");
  }

  @Test
  void aStudyThatIsTightenedHasTheTrialsOfOneAtOnce() throws Exception {
    Path tightened = copy(loose, "tightened");
    Result result = run(TIGHT, tightened, "local[2]");
    assertThat(result.exit()).as(result.err()).isZero();
    assertThat(result.err()).contains("the rule is another one than was run here");
    assertThat(trials(tightened)).isEqualTo(trials(atOnce));
    Result again = run(TIGHT, tightened);
    assertThat(again.err()).contains("nothing to do: all trials of the plan have a row");
  }

  @Test
  void bothEnginesReadTheRoundsOfTheNewestPlan() throws Exception {
    String count = "SELECT count(*) AS n FROM trials";
    String embedded = answer("query", atOnce, count);
    assertThat(answer("query", atOnce, count, "--engine", "spark")).isEqualTo(embedded);
    answer("verify", atOnce);
    assertThat(answer("summarize", atOnce)).contains("normal");
  }

  private static String answer(String command, Path study, String... more) {
    List<String> arguments = new ArrayList<>(List.of(command, study.toString()));
    arguments.addAll(Arrays.asList(more));
    Result result = Gradsweep.run(arguments.toArray(String[]::new));
    assertThat(result.exit()).as(result.err()).isZero();
    return result.out();
  }

  @Test
  void statusPlanAndReportSayWhatWasDecided() throws Exception {
    assertThat(answer("status", atOnce))
        .contains("ended: 12 cells are precise enough, 6 have the most");
    assertThat(answer("status", atOnce, "--format", "json")).contains("\"openCells\" : 0");
    Result plan = Gradsweep.run("plan", sweep(TIGHT).toString(), "--out", folder + "/none");
    assertThat(plan.exit()).as(plan.err()).isZero();
    assertThat(plan.out())
        .contains("at most 1080, in the worst case", "180 trials", "looks at 10, 20, 40, 60");
    assertThat(report(atOnce))
        .contains("it is precise", "it has the most replicates", "law=normal, spread=0.1, study=0");
  }

  @Test
  void aLooserRuleLeavesRowsBesideThePlanAndANumberReplacesIt() throws Exception {
    Path study = copy(atOnce, "loosened");
    Path number = folder.resolve("number");
    long all = trials(study).size();
    assertThat(run(LOOSE, study).exit()).isZero();
    assertThat(trials(study)).isEqualTo(trials(loose));
    assertThat(answer("query", study, "SELECT count(*) FROM all_trials", "--format", "csv"))
        .endsWith("\n" + (all - 1) + "\n");
    // fewer than cells have: refused, as of any study
    assertThat(run("20", study).exit()).isEqualTo(2);
    assertThat(run("20", study).err()).contains("replicates: 60 before, 20 now");
    Result fixed = run("60", study);
    assertThat(fixed.exit()).as(fixed.err()).isZero();
    assertThat(run("60", number).exit()).isZero();
    assertThat(trials(study)).isEqualTo(trials(number));
    // and back: what a number has run is there
    assertThat(run(TIGHT, number).err()).contains("0 trials to run");
    assertThat(trials(number)).isEqualTo(trials(atOnce));
  }

  @Test
  void shardsThatRunOneAfterTheOtherSayWhomTheRoundAwaits() throws Exception {
    Path whole = folder.resolve("whole");
    Path study = folder.resolve("shards");
    assertThat(run(SHORT, whole).exit()).isZero();
    int ends = 0;
    for (int turn = 0; turn < 30 && !Files.exists(study.resolve("_SUCCESS")); turn++) {
      Result result =
          run(SHORT, study, "local[1]", "--shard", turn % 2 + "/2", "--segment-trials", "20");
      assertThat(result.exit()).as(result.err()).isZero();
      ends += result.err().contains("the next round waits for shard") ? 1 : 0;
    }
    assertThat(ends).isPositive();
    assertThat(trials(study)).isEqualTo(trials(whole));
  }

  @Test
  void roundsAreCompactedAndMerged() throws Exception {
    Path study = copy(loose, "compacted");
    Path other = folder.resolve("other");
    Path merged = folder.resolve("merged");
    List<String> before = trials(study);
    answer("compact", study);
    assertThat(trials(study)).isEqualTo(before);
    assertThat(run(LOOSE, study).err()).contains("nothing to do");
    assertThat(run("5", other, "local[1]", "seed=3").exit()).isZero();
    Result merge =
        Gradsweep.run("merge", study.toString(), other.toString(), "--out", merged.toString());
    assertThat(merge.exit()).as(merge.err()).isZero();
    assertThat(trials(merged)).hasSize(before.size() + 90);
    assertThat(run(TIGHT, study).exit()).isZero();
    assertThat(trials(study)).isEqualTo(trials(atOnce));
  }

  @Test
  void trialsThatRanAgainAreJudgedAgain() throws Exception {
    String slow =
        "{until: 'half_width(mean(draw)) <= 0.5', min: 5, max: 7}\ntime_limit: %s\n"
            + "parameters: {millis: 60, spread: 0.1}\ngrid: {study: 0}";
    Path study = folder.resolve("timed-out");
    Path whole = folder.resolve("in-time");
    assertThat(slow(slow.formatted("20ms"), study).exit()).isZero();
    assertThat(trials(study)).hasSize(8); // no values: up to the most
    assertThat(report(study)).contains("it has the most replicates; mean(draw) has no value");
    Result again = slow(slow.formatted("60s"), study, "--rerun", "timed_out");
    assertThat(again.exit()).as(again.err()).isZero();
    assertThat(slow(slow.formatted("60s"), whole).exit()).isZero();
    assertThat(trials(whole)).hasSize(6);
    assertThat(trials(study)).isEqualTo(trials(whole));
  }

  private static String report(Path study) throws IOException {
    Path page = folder.resolve("page.html");
    Result report = Gradsweep.run("report", study.toString(), "--output", page.toString());
    assertThat(report.exit()).as(report.err()).isZero();
    return Files.readString(page);
  }

  /** A mean of 0 has an interval, and no width that is a share of it. */
  @Test
  void aCellOfZerosIsOpenForItsOwnReason() throws Exception {
    Path study = folder.resolve("zeros");
    String rule = "{until: 'half_width(mean(draw)) <= 5%', min: 5, max: 5}";
    assertThat(slow(rule + "\nparameters: {centre: 0, spread: 0}\ngrid: {study: 0}", study).exit())
        .isZero();
    assertThat(report(study))
        .contains("it has the most replicates; mean(draw) is 0, and no width is a share of it");
  }

  private static Result slow(String replicates, Path study, String... more) throws IOException {
    Path sweep =
        Gradsweep.write(folder, "sweep: s", "simulation: draws", "replicates: " + replicates);
    List<String> command =
        new ArrayList<>(
            List.of("run", sweep.toString(), "--out", study.toString(), "--master", "local[1]"));
    command.addAll(Arrays.asList(more));
    return Gradsweep.run(command.toArray(String[]::new));
  }
}
