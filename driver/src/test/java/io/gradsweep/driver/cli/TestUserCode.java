package io.gradsweep.driver.cli;

import static io.gradsweep.driver.cli.Gradsweep.run;
import static org.assertj.core.api.Assertions.assertThat;

import io.gradsweep.driver.Folder;
import io.gradsweep.driver.cli.Gradsweep.Result;
import io.gradsweep.driver.storage.Json;
import io.gradsweep.driver.study.Declaration;
import io.gradsweep.results.trial.SimulationSpec;
import io.gradsweep.workers.api.Simulation;
import io.gradsweep.workers.run.Simulations;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Studies of a user's own code: read without it, and never continued by other code under one
 * version.
 */
class TestUserCode {

  private static final String FORMULA = "Math.abs(x)";
  private static final String OTHER_FORMULA = "2 * Math.abs(x)";
  private static final String REFUSAL =
      "(its rows are by other code of own-descent 1; raise the simulation's version, or give"
          + " --same-numbers if the numbers are the same)";

  @TempDir private Path folder;

  private Path sweep;
  private Path study;
  private Path jar;

  @BeforeEach
  void write() throws IOException {
    sweep =
        Gradsweep.write(
            folder,
            "sweep: own",
            "simulation: own-descent",
            "grid: {step_size: [0.1, 0.5], start: [near, far]}",
            "replicates: 3",
            "record: {points: 4}",
            "summary: [{by: step_size, of: [gap]}]",
            "claims: [{claim: c, source: s, sql: SELECT count(*) FROM trials, expect: '>= 12'}]");
    study = folder.resolve("study");
    jar = OwnJar.make(folder.resolve("own.jar"), 1, FORMULA);
  }

  private Result runWith(Path code, String... more) {
    List<String> args =
        new ArrayList<>(List.of("run", sweep.toString(), "--out", study.toString(), "-q"));
    args.addAll(List.of("--code", code.toString()));
    args.addAll(List.of(more));
    return run(args.toArray(String[]::new));
  }

  private static Result ok(Result result) {
    assertThat(result.exit()).as(result.err()).isZero();
    return result;
  }

  private long rows() {
    Result counted =
        ok(run("query", study.toString(), "SELECT count(*) AS n FROM trials", "--format", "csv"));
    return Long.parseLong(counted.out().lines().toList().get(1));
  }

  @Test
  void everyReadingCommandWorksWithoutTheCode() {
    ok(runWith(jar, "--segment-trials", "3"));
    String out = study.toString();
    assertThat(ok(run("status", out)).out()).contains("own-descent");
    assertThat(ok(run("summarize", out)).out()).contains("gap");
    assertThat(ok(run("verify", out)).out()).contains("PASS");
    assertThat(rows()).isEqualTo(12);
    String sql = "SELECT count(*) AS n FROM trials WHERE gap > 0";
    assertThat(ok(run("query", out, sql, "--engine", "spark", "--master", "local[1]")).out())
        .contains("12");
    ok(run("report", out, "--output", folder.resolve("r.html").toString()));
    ok(run("compact", out));
    Result checked = ok(run("check", out, "--format", "csv"));
    assertThat(checked.out()).contains("trials run again,0\n");
    assertThat(checked.err()).contains("no trial was run again: its code is not here");
    assertThat(ok(run("check", out, "--format", "csv", "--code", jar.toString())).out())
        .contains("trials run again,12\n", "of which differ,0\n");
    assertThat(rows()).isEqualTo(12);
  }

  /** The rows of a value that was dropped are told apart by the plan: with the code or without. */
  @Test
  void theCurrentPlanIsKnownWithoutTheCode() {
    ok(runWith(jar));
    ok(runWith(jar, "step_size=0.1,0.7", "--extend"));
    assertThat(rows()).isEqualTo(12);
    String all = "SELECT count(*) AS n FROM all_trials";
    for (String engine : List.of("duckdb", "spark")) {
      Result counted = ok(run("query", study.toString(), all, "--engine", engine));
      assertThat(counted.out()).contains("18");
      String current = "SELECT count(*) AS n, count(DISTINCT step_size) AS k FROM trials";
      assertThat(ok(run("query", study.toString(), current, "--engine", engine)).out())
          .contains("12")
          .contains("2");
    }
  }

  @Test
  void mergingNeedsNoCode() {
    ok(runWith(jar));
    String second = folder.resolve("second").toString();
    ok(run("run", sweep.toString(), "seed=1", "--out", second, "-q", "--code", jar.toString()));
    String merged = folder.resolve("merged").toString();
    ok(run("merge", study.toString(), second, "--out", merged));
    assertThat(ok(run("summarize", merged)).out()).contains("gap");
  }

  @Test
  void runningWithoutTheCodeSaysWhatIsMissing() {
    ok(runWith(jar));
    String sql = "SELECT min(trial_id) FROM trials";
    String id =
        ok(run("query", study.toString(), sql, "--format", "csv")).out().lines().toList().get(1);
    Result replay = run("replay", study.toString(), id);
    assertThat(replay.exit()).isEqualTo(2);
    assertThat(replay.err())
        .isEqualTo("Cannot run own-descent: its code is not here (give it with --code FILE)\n");
    assertThat(ok(run("replay", study.toString(), id, "--code", jar.toString())).err())
        .contains("bit for bit");
    Result again = run("run", sweep.toString(), "--out", study.toString(), "-q");
    assertThat(again.exit()).isEqualTo(2);
    assertThat(again.err()).contains("'own-descent'").contains("--code");
  }

  @ParameterizedTest
  @ValueSource(strings = {"replicates=4", "--extend", "--rerun=failed", "step_size=0.1,0.5,0.7"})
  void otherCodeUnderOneVersionIsRefused(String more) throws IOException {
    ok(runWith(jar));
    Map<String, String> before = Folder.contents(study);
    Path other = OwnJar.make(folder.resolve("other.jar"), 1, OTHER_FORMULA);
    Result refused = runWith(other, more);
    assertThat(refused.exit()).isEqualTo(2);
    assertThat(refused.err()).contains(REFUSAL);
    assertThat(Folder.contents(study)).isEqualTo(before);
  }

  @Test
  void otherCodeThatGivesTheSameIsNoted() throws IOException {
    ok(runWith(jar));
    Path other = OwnJar.make(folder.resolve("other.jar"), 1, "Math.sqrt(x * x)");
    ok(runWith(other, "replicates=4", "--same-numbers"));
    assertThat(rows()).isEqualTo(16);
    assertThat(study.resolve("manifest.json")).content().contains("\"sameNumbers\" : [ \"");
    ok(runWith(other, "replicates=5"));
    ok(runWith(jar, "replicates=6"));
    assertThat(rows()).isEqualTo(24);
    Path third = OwnJar.make(folder.resolve("third.jar"), 1, OTHER_FORMULA);
    assertThat(runWith(third, "replicates=7").err()).contains(REFUSAL);
  }

  @Test
  void aHigherVersionStandsBesideTheRowsOfTheLower() throws IOException {
    ok(runWith(jar));
    Path second = OwnJar.make(folder.resolve("second.jar"), 2, OTHER_FORMULA);
    Result refused = runWith(second);
    assertThat(refused.exit()).isEqualTo(2);
    assertThat(refused.err()).contains("version of own-descent: 1 before, 2 now");
    ok(runWith(second, "--extend"));
    assertThat(rows()).isEqualTo(12);
    String both = "SELECT count(*) AS n FROM all_trials";
    assertThat(ok(run("query", study.toString(), both)).out()).contains("24");
  }

  /** Executors rebuild the plans of earlier versions too, by what those declared. */
  @Test
  void aHigherVersionMayHaveLostAParameter() throws IOException {
    ok(runWith(jar));
    String before = Files.readString(study.resolve("sweep.yaml"));
    Path second = OwnJar.makeWithoutStart(folder.resolve("second.jar"), 2, OTHER_FORMULA);
    Files.writeString(sweep, Files.readString(sweep).replace(", start: [near, far]", ""));
    Files.writeString(sweep, Files.readString(sweep).replace(">= 12", ">= 6"));
    ok(runWith(second, "--extend"));
    assertThat(rows()).isEqualTo(6);
    ok(runWith(second, "replicates=5"));
    assertThat(rows()).isEqualTo(10);
    assertThat(ok(run("verify", study.toString())).out()).contains("PASS");
    String both = "SELECT count(*) AS n, count(start) AS k FROM all_trials";
    assertThat(ok(run("query", study.toString(), both, "--format", "csv")).out()).contains("22,12");
    Files.writeString(study.resolve("sweep.yaml"), before); // as a run leaves it that dies early
    assertThat(ok(run("summarize", study.toString())).out()).contains("gap");
  }

  @Test
  void theSameClassesInANewArchiveAreTheSameCode() throws IOException {
    ok(runWith(jar));
    Path again = OwnJar.make(folder.resolve("again.jar"), 1, FORMULA);
    assertThat(Files.mismatch(jar, again)).isNotEqualTo(-1);
    ok(runWith(again, "replicates=4"));
    assertThat(rows()).isEqualTo(16);
  }

  @Test
  void studiesOfDifferentCodeAreNotMerged() throws IOException {
    ok(runWith(jar));
    Path other = OwnJar.make(folder.resolve("other.jar"), 1, OTHER_FORMULA);
    String second = folder.resolve("second").toString();
    ok(run("run", sweep.toString(), "seed=1", "--out", second, "-q", "--code", other.toString()));
    String merged = folder.resolve("merged").toString();
    Result refused = run("merge", study.toString(), second, "--out", merged);
    assertThat(refused.exit()).isEqualTo(2);
    assertThat(refused.err()).contains(second + ": other code of own-descent 1 than in ");
    assertThat(Path.of(merged)).doesNotExist();
    ok(run("merge", study.toString(), second, "--out", merged, "--same-numbers"));
  }

  @Test
  void aStudyWithoutRowsIsLaidOutAnewForOtherCode() throws IOException {
    ok(runWith(jar));
    String plan = Files.readString(study.resolve("_plan/0000.json"));
    run("run", sweep.toString(), "--out", study.toString(), "--fresh", "--yes", "--code", "none");
    Path empty = Files.createDirectories(folder.resolve("empty/_plan"));
    Files.writeString(empty.resolve("0000.json"), plan);
    study = folder.resolve("empty");
    Path other = OwnJar.make(folder.resolve("other.jar"), 1, OTHER_FORMULA);
    ok(runWith(other));
    assertThat(Files.readString(empty.resolve("0000.json"))).isNotEqualTo(plan);
    ok(runWith(other, "replicates=4"));
    assertThat(runWith(jar, "replicates=5").err()).contains(REFUSAL);
  }

  @Test
  void aDeclarationReadsBackAsItWas() throws IOException {
    for (Simulation simulation : Simulations.all()) {
      SimulationSpec spec = simulation.spec();
      String json = Json.text(Declaration.of(spec, null, null));
      SimulationSpec back = Json.read(json, Declaration.class).spec();
      assertThat(back.parameters()).isEqualTo(spec.parameters());
      assertThat(back.measurements()).isEqualTo(spec.measurements());
      assertThat(back.metrics()).isEqualTo(spec.metrics());
      assertThat(back.toString()).isEqualTo(spec.toString());
      assertThat(back.about() + back.paper()).isEqualTo(spec.about() + spec.paper());
    }
  }
}
