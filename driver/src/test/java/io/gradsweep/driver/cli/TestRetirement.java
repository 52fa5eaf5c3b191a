package io.gradsweep.driver.cli;

import static io.gradsweep.driver.cli.Gradsweep.run;
import static org.assertj.core.api.Assertions.assertThat;

import io.gradsweep.driver.cli.Gradsweep.Result;
import io.gradsweep.driver.job.InlineRun;
import io.gradsweep.driver.study.AttemptMarker;
import io.gradsweep.driver.study.DriverProcess;
import io.gradsweep.driver.study.LostTrial;
import io.gradsweep.driver.study.PartName;
import io.gradsweep.driver.study.SegmentFiles;
import io.gradsweep.driver.study.Study;
import io.gradsweep.workers.Quadratic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A grid that loses a value in mid-sweep: nine step sizes of ten replicates, a segment for each
 * replicate, of which four are published.
 */
class TestRetirement extends OnStudyCopies {

  private static final String NINE = "step_size: [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9]";
  private static final String EIGHT = "step_size: [0.1, 0.2, 0.3, 0.4, 0.6, 0.7, 0.8, 0.9]";

  @BeforeAll
  static void runOnce() throws IOException {
    make(9, lines(NINE));
  }

  @BeforeEach
  void interrupt() throws IOException {
    Files.delete(study.resolve("_SUCCESS"));
    for (int segment = 4; segment < 10; segment++) {
      Files.move(part(0, segment), folder.resolve(part(0, segment).getFileName()));
    }
  }

  private Path part(int generation, int segment) {
    return study.resolve("trials/g%04d-s%05d.parquet".formatted(generation, segment));
  }

  private static String[] lines(String grid) {
    return new String[] {
      "sweep: s",
      "simulation: quadratic",
      "grid: {%s}".formatted(grid),
      "replicates: 10",
      "record: none"
    };
  }

  private Path sweep(String grid) throws IOException {
    return Gradsweep.write(folder, lines(grid));
  }

  private Result runInto(Path out, String grid, String... more) throws IOException {
    return command("run", out, grid, more);
  }

  private Result command(String name, Path out, String grid, String... more) throws IOException {
    return run(
        Stream.concat(
                Stream.of(name, sweep(grid).toString(), "--out", out.toString()), Stream.of(more))
            .toArray(String[]::new));
  }

  private String query(String sql) {
    Result result = run("query", study.toString(), sql, "--format", "csv");
    assertThat(result.exit()).as(result.err()).isZero();
    return result.out().lines().skip(1).findFirst().orElseThrow();
  }

  private String counts() {
    return query("SELECT (SELECT count(*) FROM trials), count(*) FROM all_trials");
  }

  /** The current plan's rows are those of a study in which nothing else was ever run. */
  private void requireFresh(String grid) throws IOException, SQLException {
    Path fresh = folder.resolve("fresh");
    InlineRun.run(sweep(grid), fresh, 100);
    String rows = "SELECT * EXCLUDE (%s) FROM trials ORDER BY ALL".formatted(Gradsweep.PROVENANCE);
    assertThat(run("query", study.toString(), rows).out())
        .isEqualTo(run("query", fresh.toString(), rows).out());
  }

  @Test
  void whatTheCurrentPlanHoldsIsRunAndTheRestIsSaid() throws IOException, SQLException {
    assertThat(counts()).isEqualTo("36,36");
    Result refused = runInto(study, EIGHT);
    assertThat(refused.exit()).isEqualTo(2);
    assertThat(counts()).isEqualTo("36,36");
    Result plan = command("plan", study, EIGHT, "--extend");
    assertThat(plan.out())
        .containsPattern("new +\\| 48\\b")
        .containsPattern("done +\\| 32\\b")
        .containsPattern("rows of earlier plans +\\| 4\\b")
        .containsPattern("dropped +\\| 6\\b");
    Result extended = runInto(study, EIGHT, "--extend");
    assertThat(extended.exit()).as(extended.err()).isZero();
    assertThat(extended.err())
        .contains("48 trials to run in ", ", 32 there already")
        .contains("4 rows of earlier plans stay (all_trials)")
        .contains("not run: 6 trials that the sweep does not hold any more");
    assertThat(counts()).isEqualTo("80,84");
    assertThat(study.resolve("_SUCCESS")).exists();
    assertThat(part(0, 3)).exists();
    assertThat(part(0, 4)).doesNotExist();
    requireFresh(EIGHT);
    assertThat(run("status", study.toString()).out())
        .containsPattern("generation 0 +\\| 36 of 36 trials, 4 of 4 segments, 6 retired");
    Result again = runInto(study, EIGHT);
    assertThat(again.err()).contains("nothing to do");
    assertThat(command("plan", study, EIGHT).out())
        .containsPattern("new +\\| 0\\b")
        .containsPattern("done +\\| 80\\b");
  }

  @Test
  void whatALateTwinPublishesOfARetiredSegmentDoesNotCountAndIsRemoved() throws IOException {
    assertThat(runInto(study, EIGHT, "--extend", "--max-failures", "0").exit()).isZero();
    Files.copy(folder.resolve(part(0, 7).getFileName()), part(0, 7));
    Files.createDirectories(study.resolve("trajectories"));
    Files.writeString(study.resolve("trajectories/g0000-s00008.parquet"), "cut short");
    assertThat(counts()).isEqualTo("80,84");
    assertThat(run("status", study.toString()).out()).containsPattern("with a row +\\| 84\\b");
    assertThat(run("verify", study.toString()).exit()).isZero();
    assertThat(run("compact", study.toString()).exit()).isZero();
    assertThat(part(0, 7)).doesNotExist();
    Files.copy(folder.resolve(part(0, 7).getFileName()), part(0, 7));
    assertThat(runInto(study, EIGHT).exit()).isZero();
    assertThat(part(0, 7)).doesNotExist();
    assertThat(study.resolve("trajectories/g0000-s00008.parquet")).doesNotExist();
    assertThat(counts()).isEqualTo("80,84");
  }

  @Test
  void aValueThatReturnsIsOwnedByAFurtherGeneration() throws IOException, SQLException {
    assertThat(runInto(study, EIGHT, "--extend").exit()).isZero();
    Result plan = command("plan", study, NINE);
    assertThat(plan.out()).containsPattern("new +\\| 6\\b").containsPattern("done +\\| 84\\b");
    assertThat(runInto(study, NINE).exit()).isZero();
    assertThat(counts()).isEqualTo("90,90");
    assertThat(query("SELECT count(DISTINCT trial_id) FROM all_trials")).isEqualTo("90");
    requireFresh(NINE);
  }

  @Test
  void aValueThatGoesAndReturnsBeforeAnythingIsRunIsRunOnce() throws IOException, SQLException {
    String[] none = {"--extend", "--shard", "1999/2000"};
    runInto(study, EIGHT, none);
    runInto(study, NINE, none);
    runInto(study, EIGHT, none);
    assertThat(study.resolve("_plan/0003.json")).exists();
    assertThat(command("plan", study, EIGHT).out())
        .containsPattern("new +\\| 48\\b")
        .containsPattern("done +\\| 32\\b");
    assertThat(runInto(study, EIGHT).exit()).isZero();
    assertThat(counts()).isEqualTo("80,84");
    requireFresh(EIGHT);
  }

  @Test
  void segmentsThatThePlanStillHoldsStayAsTheyAre() throws IOException, SQLException {
    // the last replicates are gone: of the six open segments, four are wanted as they are
    Result plan = command("plan", study, NINE, "--extend", "replicates=8");
    assertThat(plan.out())
        .containsPattern("new +\\| 36\\b")
        .containsPattern("done +\\| 36\\b")
        .containsPattern("dropped +\\| 18\\b");
    assertThat(runInto(study, NINE, "--extend", "replicates=8").exit()).isZero();
    assertThat(part(0, 7)).exists();
    assertThat(part(0, 8)).doesNotExist();
    assertThat(Files.readString(study.resolve("_plan/0001.json")))
        .containsPattern("\"generation\" : 0,\\s+\"first\" : 8,\\s+\"count\" : 2");
    assertThat(counts()).isEqualTo("72,72");
  }

  @Test
  void growthRetiresNothing() throws IOException, SQLException {
    assertThat(runInto(study, NINE, "replicates=12").exit()).isZero();
    assertThat(Files.readString(study.resolve("_plan/0001.json"))).doesNotContain("retired");
    assertThat(counts()).isEqualTo("108,108");
    assertThat(part(0, 9)).exists();
  }

  @Test
  void shardsThatGrowAStudyTogetherRunEachTrialOnce() throws IOException, SQLException {
    // each alone may lay the generation out; the other takes it as it is
    Result first = runInto(study, EIGHT, "--extend", "--shard", "0/2", "--segment-trials", "7");
    assertThat(first.exit()).as(first.err()).isZero();
    assertThat(study.resolve("_SUCCESS")).doesNotExist();
    Result plan = command("plan", study, EIGHT, "--shard", "1/2");
    long left = 80 - Long.parseLong(counts().split(",")[0]);
    assertThat(plan.out()).containsPattern("new +\\| " + left + "\\b");
    assertThat(runInto(study, EIGHT, "--shard", "1/2").exit()).isZero();
    assertThat(study.resolve("_SUCCESS")).exists();
    assertThat(counts()).isEqualTo("80,84");
    requireFresh(EIGHT);
  }

  @Test
  void shardsThatGrowAStudyAtTheSameTimeAgreeOnOneGeneration() throws Exception {
    List<Process> shards = new ArrayList<>();
    for (int shard = 0; shard < 2; shard++) {
      shards.add(
          DriverProcess.start(
              folder.resolve("log-" + shard),
              "run",
              sweep(EIGHT).toString(),
              "--out",
              study.toString(),
              "--extend",
              "--shard",
              shard + "/2",
              "--segment-trials",
              "7",
              "--master",
              "local[1]"));
    }
    for (int shard = 0; shard < 2; shard++) {
      assertThat(shards.get(shard).waitFor(3, TimeUnit.MINUTES)).isTrue();
      String log = Files.readString(folder.resolve("log-" + shard));
      assertThat(shards.get(shard).exitValue()).as(log).isZero();
    }
    assertThat(study.resolve("_plan/0001.json")).exists();
    assertThat(study.resolve("_plan/0002.json")).doesNotExist();
    assertThat(study.resolve("_SUCCESS")).exists();
    assertThat(counts()).isEqualTo("80,84");
    requireFresh(EIGHT);
  }

  @Test
  void aTwinThatPublishesLateTakesItsPartBack() throws IOException {
    assertThat(runInto(study, EIGHT, "--extend").exit()).isZero();
    Study late = Study.existing(study.toUri());
    for (int segment : new int[] {3, 7}) {
      PartName part = new PartName(0, segment);
      try (SegmentFiles twin = new SegmentFiles(late, part, new Quadratic().spec())) {
        assertThat(twin.publish(0)).as("published before, or retired").isFalse();
      }
      assertThat(part(0, segment).toFile().exists()).isEqualTo(segment == 3);
    }
    assertThat(late.isRetired(new PartName(0, 3))).isFalse();
    assertThat(late.isRetired(new PartName(0, 7))).isTrue();
    assertThat(late.isRetired(new PartName(1, 7))).isFalse();
    assertThat(counts()).isEqualTo("80,84");
  }

  @Test
  void whatAnEarlierVersionLaidOutIsRetiredWhenItIsFound() throws IOException, SQLException {
    runInto(study, EIGHT, "--extend", "--shard", "1999/2000");
    Path plan = study.resolve("_plan/0001.json");
    String without = Files.readString(plan).replaceFirst(",\\s+\"retired\" : \\[[^\\]]*\\]", "");
    Files.writeString(plan, without);
    assertThat(runInto(study, EIGHT).exit()).isZero();
    assertThat(study.resolve("_plan/0002.json")).exists();
    assertThat(counts()).isEqualTo("80,84");
    requireFresh(EIGHT);
  }

  @Test
  void retiredSegmentsThatNoGenerationHasAreDamage() throws IOException {
    runInto(study, EIGHT, "--extend");
    Path plan = study.resolve("_plan/0001.json");
    String text = Files.readString(plan);
    for (String count : List.of("7", "0", "-1", "2147483647")) {
      Files.writeString(plan, text.replace("\"count\" : 6", "\"count\" : " + count));
      Result result = run("status", study.toString());
      assertThat(result.exit()).isEqualTo(2);
      assertThat(result.err()).contains("_plan/0001.json is damaged");
    }
  }

  @Test
  void repetitionIsOfTheCurrentPlanAlone() throws IOException, SQLException {
    Path other = folder.resolve("failing");
    String both = "fault: [none, throws, nan], step_size: [0.1, 0.2]";
    runInto(other, both, "--segment-trials", "6");
    String kept = "fault: [none, throws], step_size: [0.1, 0.2]";
    runInto(other, kept, "--extend");
    Result plan = command("plan", other, kept, "--rerun", "failed");
    assertThat(plan.out()).containsPattern("new +\\| 20\\b").containsPattern("done +\\| 40\\b");
    String dropped =
        "SELECT trial_id, started_at FROM all_trials WHERE fault = 'nan' ORDER BY trial_id";
    String before = run("query", other.toString(), dropped).out();
    Result again = runInto(other, kept, "--rerun", "failed");
    assertThat(again.err()).contains("20 trials to run in ");
    assertThat(run("query", other.toString(), dropped).out()).isEqualTo(before);
    assertThat(run("query", other.toString(), "SELECT count(*) AS n FROM all_trials").out())
        .contains("60");
  }

  private void leaveMark(int segment) throws IOException {
    Files.createDirectories(study.resolve("_started"));
    Files.writeString(
        study.resolve("_started/g0000-s%05d.json".formatted(segment)),
        "{\"attempts\": 5, \"running\": null, \"ends\": {\"%032x\": 3}}".formatted(segment));
  }

  /** Nobody waits for a trial that has its row, or whose segment is not run any more. */
  @Test
  void onlyATrialThatIsStillToBeRunIsPutLast() throws IOException {
    leaveMark(3);
    leaveMark(7);
    assertThat(run("status", study.toString(), "--format", "json").out())
        .contains("trial %032x ran when".formatted(7))
        .doesNotContain("trial %032x ran when".formatted(3));
    assertThat(runInto(study, EIGHT, "--extend", "--shard", "1999/2000").exit()).isZero();
    assertThat(run("status", study.toString(), "--format", "json").out())
        .contains("\"putLast\" : [ ]");
    assertThat(AttemptMarker.lost(Study.existing(study.toUri()), false))
        .extracting(LostTrial::segment)
        .containsExactly(new PartName(0, 3));
  }
}
