package io.gradsweep.driver.cli;

import static io.gradsweep.driver.cli.Gradsweep.run;
import static org.assertj.core.api.Assertions.assertThat;

import io.gradsweep.driver.Folder;
import io.gradsweep.driver.cli.Gradsweep.Result;
import io.gradsweep.driver.job.InlineRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands that only read results use the latest file: a finished study whose claim is edited. */
class TestLatestSweep {

  @TempDir private Path folder;

  private Path study;

  @BeforeEach
  void runOnce() throws IOException {
    study = folder.resolve("s");
    InlineRun.run(sweep(claim("<= 100")), study, 100);
  }

  @Test
  void aClaimIsJudgedByTheRunItself() throws IOException {
    study = folder.resolve("other");
    Result first = runInto(claim("<= 100"));
    assertThat(first.exit()).as(first.err()).isZero();
    assertThat(first.err()).contains("PASS");
  }

  /** The claim's value is 50, the longest run. */
  private static String claim(String expect) {
    return "claims: [{claim: it is short, source: none, sql: 'SELECT max(steps) FROM trials',"
        + " expect: '%s'}]".formatted(expect);
  }

  private Path sweep(String more) throws IOException {
    return Gradsweep.write(
        folder,
        "sweep: s",
        "simulation: quadratic",
        "grid: {step_size: [0.1, 0.2]}",
        "replicates: 5",
        "quick: {replicates: 2}",
        more);
  }

  private Result runInto(String more, String... options) throws IOException {
    return run(
        Stream.concat(
                Stream.of("run", sweep(more).toString(), "--out", study.toString(), "-q"),
                Stream.of(options))
            .toArray(String[]::new));
  }

  private Result read(String command, String... options) {
    return run(
        Stream.concat(Stream.of(command, study.toString()), Stream.of(options))
            .toArray(String[]::new));
  }

  private Result report(String... options) {
    return read(
        "report",
        Stream.concat(
                Stream.of("--output", folder.resolve("r.html").toString()), Stream.of(options))
            .toArray(String[]::new));
  }

  @Test
  void anEditedClaimIsJudgedByRunAndByVerify() throws IOException {
    Result again = runInto(claim("< 5"));
    assertThat(again.exit()).isZero();
    assertThat(again.err()).contains("nothing to do").contains("FAIL").doesNotContain("PASS");
    Result verified = read("verify");
    assertThat(verified.exit()).isEqualTo(4);
    assertThat(verified.out()).contains("FAIL", "< 5").doesNotContain("<= 100");
    assertThat(runInto("about: no claim is left").err()).doesNotContain("FAIL");
    assertThat(read("verify").exit()).isZero();
    assertThat(read("verify").out()).doesNotContain("FAIL");
    assertThat(Files.readString(study.resolve("_plan/0000.json"))).contains("<= 100");
  }

  @Test
  void anEditedClaimIsJudgedByClaims() throws IOException {
    Result failed =
        run("claims", sweep(claim("< 5")).toString(), "--out", folder.toString(), "--quiet");
    assertThat(failed.exit()).as(failed.err()).isEqualTo(4);
    assertThat(failed.out()).contains("FAIL");
    assertThat(read("verify").exit()).isEqualTo(4);
  }

  @Test
  void summariesFitsPlotsAndWordsAreTheLatestToo() throws IOException {
    runInto("summary: [{by: [replicate], of: [steps]}]");
    assertThat(read("summarize").out()).contains("replicate").doesNotContain("step_size");
    runInto(
        """
        about: Said later
        plots: [{x: step_size, y: final_loss, title: Drawn later}]
        fit: [{y: final_loss, x: step_size}]""");
    assertThat(read("summarize").out()).contains("final_loss");
    Result reported = report();
    assertThat(reported.exit()).as(reported.err()).isZero();
    assertThat(Files.readString(folder.resolve("r.html"))).contains("Said later", "Drawn later");
    Path renamed = sweep(claim("< 5"));
    Files.writeString(renamed, Files.readString(renamed).replace("sweep: s", "sweep: renamed"));
    run("run", renamed.toString(), "--out", study.toString(), "-q");
    assertThat(read("status").out()).containsPattern("sweep +\\| renamed ");
  }

  @Test
  void aFileCanBeReadByWithoutBeingTakenOver() throws IOException {
    String other = sweep(claim("< 5") + "\nabout: of a file").toString();
    Map<String, String> before = Folder.contents(study);
    assertThat(read("verify", "--sweep", other).exit()).isEqualTo(4);
    assertThat(read("verify").exit()).isZero();
    assertThat(report("--sweep", other).exit()).isZero();
    assertThat(Files.readString(folder.resolve("r.html"))).contains("of a file");
    sweep("summary: [{by: [replicate], of: [steps]}]");
    assertThat(read("summarize", "--sweep", other).out()).contains("replicate");
    assertThat(Folder.contents(study)).isEqualTo(before);
  }

  @Test
  void aFileOfOtherTrialsIsRefusedByNameOfTheDifference() throws IOException {
    String text = Files.readString(sweep(claim("< 5")));
    Path other = folder.resolve("other.yaml");
    Map<String, String> differences =
        Map.of(
            text.replace("replicates: 5", "replicates: 4"),
            "replicates: 5 before, 4 now",
            text.replace("replicates: 5", "replicates: 6"),
            "replicates: 5 before, 6 now",
            text.replace("[0.1, 0.2]", "[0.1, 0.3]"),
            "step_size: 0.1, 0.2 before, 0.1, 0.3 now",
            text.replace("[0.1, 0.2]", "[0.1, 0.2, 0.3]"),
            "step_size: 0.1, 0.2 before, 0.1, 0.2, 0.3 now",
            text + "seed: 3\n",
            "seed: 0 before, 3 now");
    for (Map.Entry<String, String> difference : differences.entrySet()) {
      Files.writeString(other, difference.getKey());
      for (String command : new String[] {"verify", "summarize"}) {
        Result refused = read(command, "--sweep", other.toString());
        assertThat(refused.exit()).isEqualTo(2);
        assertThat(refused.err()).contains("other.yaml", difference.getValue());
      }
    }
    Files.writeString(other, text.replace("[0.1, 0.2]", "[0.2, 0.1]"));
    assertThat(read("verify", "--sweep", other.toString()).exit()).isEqualTo(4);
    assertThat(read("verify", "--sweep", folder.resolve("none.yaml").toString()).exit())
        .isEqualTo(2);
  }

  @Test
  void aQuickStudyIsReadByTheQuickValuesOfAFile() throws IOException {
    runInto(claim("<= 100"), "--quick");
    String quick = study + "-quick";
    String other = sweep(claim("< 5")).toString();
    assertThat(run("verify", quick).exit()).isZero();
    assertThat(run("verify", quick, "--sweep", other).exit()).isEqualTo(4);
    runInto(claim("< 5"), "--quick");
    assertThat(run("verify", quick).exit()).isEqualTo(4);
    assertThat(read("verify").exit()).isZero();
  }

  @Test
  void aRefusedRunLeavesTheSweepAlone() throws IOException {
    byte[] before = Files.readAllBytes(study.resolve("sweep.yaml"));
    assertThat(runInto(claim("< 5"), "replicates=4").exit()).isEqualTo(2);
    assertThat(runInto("summary: [{by: [nothing]}]").exit()).isEqualTo(2);
    assertThat(runInto(claim("<")).exit()).isEqualTo(2);
    assertThat(runInto(claim("< 5"), "--shard", "2/2").exit()).isEqualTo(2);
    assertThat(Files.readAllBytes(study.resolve("sweep.yaml"))).isEqualTo(before);
    assertThat(read("verify").exit()).isZero();
  }

  @Test
  void overridesShardsAndGrowthTakeTheLatest() throws IOException {
    assertThat(runInto(claim("< 5"), "replicates=6", "--shard", "0/1").exit()).isZero();
    assertThat(read("verify").exit()).isEqualTo(4);
    runInto(claim("<= 100"), "replicates=6");
    assertThat(read("verify").exit()).isZero();
    runInto(claim("< 5"), "replicates=3", "--extend");
    assertThat(read("verify").exit()).isEqualTo(4);
  }

  @Test
  void aSweepInTheFolderThatIsNoneOfThePlanIsNamedAndQueriesGoOn() throws IOException {
    Path stored = study.resolve("sweep.yaml");
    String text = Files.readString(stored);
    Files.writeString(stored, text.replace("<= 100", "< 5"));
    assertThat(read("verify").exit()).isEqualTo(4);
    Files.writeString(stored, text.replace("replicates: 5", "replicates: 4"));
    Result refused = read("verify");
    assertThat(refused.exit()).isEqualTo(2);
    assertThat(refused.err()).contains("sweep.yaml", "replicates: 5 before, 4 now");
    Files.writeString(stored, "sweep: [");
    assertThat(read("summarize").err()).contains("'gradsweep run FILE' writes its sweep.yaml anew");
    assertThat(read("query", "SELECT count(*) FROM trials").exit()).isZero();
    assertThat(read("status").exit()).isZero();
    Files.delete(stored);
    assertThat(read("verify").exit()).isZero();
    assertThat(runInto(claim("< 5")).exit()).isZero();
    assertThat(read("verify").exit()).isEqualTo(4);
  }

  @Test
  void aRunThatDiedBeforeItWroteTheSweepIsReadByItsGeneration() throws IOException {
    String before = Files.readString(study.resolve("sweep.yaml"));
    runInto(claim("< 5"), "replicates=6");
    Files.writeString(study.resolve("sweep.yaml"), before);
    assertThat(read("verify").exit()).isEqualTo(4);
  }

  @Test
  void settingsThatAreNoPartOfATrialHoldFromNowOn() throws IOException {
    Result changed = runInto("record: none\ntime_limit: 5s");
    assertThat(changed.err())
        .contains("record has changed: it holds for trials that are run from now on")
        .contains("time_limit has changed: ")
        .contains("nothing to do");
    assertThat(read("query", "SELECT count(*) > 0 AS kept FROM trajectories").out())
        .contains("true");
    assertThat(runInto("record: none\ntime_limit: 5s").err()).doesNotContain("has changed");
  }

  @Test
  void aMergedStudyIsReadByItsOwnSweep() throws IOException {
    Path other = folder.resolve("other");
    run("run", sweep(claim("< 5")).toString(), "seed=3", "--out", other.toString(), "-q");
    runInto(claim("<= 60")); // no longer what it was laid out under
    Path merged = folder.resolve("merged");
    Result made = run("merge", study.toString(), other.toString(), "--out", merged.toString());
    assertThat(made.exit()).as(made.err()).isZero();
    assertThat(run("verify", merged.toString()).out()).contains("<= 60");
    Path stored = merged.resolve("sweep.yaml");
    Files.writeString(stored, Files.readString(stored).replace("<= 60", "< 5"));
    assertThat(run("verify", merged.toString()).out()).contains("< 5");
    Result refused = run("verify", merged.toString(), "--sweep", sweep(claim("< 5")).toString());
    assertThat(refused.exit()).isIn(2, 4);
  }
}
