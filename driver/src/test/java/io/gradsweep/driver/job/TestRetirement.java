package io.gradsweep.driver.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradsweep.driver.RequestException;
import io.gradsweep.driver.Studies;
import io.gradsweep.driver.job.StudyRun.TrialCounts;
import io.gradsweep.driver.job.StudyRun.Work;
import io.gradsweep.driver.status.StudyStatus.GenerationStatus;
import io.gradsweep.driver.study.AttemptMarker;
import io.gradsweep.driver.study.LostTrial;
import io.gradsweep.driver.study.PartName;
import io.gradsweep.driver.study.SegmentFiles;
import io.gradsweep.driver.study.Study;
import io.gradsweep.results.outcome.Status;
import io.gradsweep.workers.Quadratic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A plan that no longer holds some trials retires the open segments that have any of them. */
class TestRetirement extends InterruptedStudy {

  private SweepRun of(String grid, String... overrides) throws IOException {
    return SweepRun.of(sweep(grid), study, overrides).segments(100);
  }

  /** Lays the plan out, but runs none of it. */
  private void layOut(String grid) throws IOException {
    of(grid).extending().shard(1999, 2000).inline();
  }

  private static void requireTrials(Work work, long pending, long done, long dropped) {
    assertThat(work.trials()).isEqualTo(new TrialCounts(done, pending, dropped, false));
  }

  @Test
  void whatTheCurrentPlanHoldsIsRunAndTheRestIsCounted() throws IOException {
    assertThat(counts()).isEqualTo("36,36");
    assertThatThrownBy(() -> of(EIGHT).inline()).isInstanceOf(RequestException.class);
    assertThat(counts()).isEqualTo("36,36");
    Work work = of(EIGHT).extending().look();
    requireTrials(work, 48, 32, 6);
    assertThat(work.otherRows()).isEqualTo(4);
    requireTrials(of(EIGHT).extending().inline(), 48, 32, 6);
    assertThat(counts()).isEqualTo("80,84");
    assertThat(study.resolve("_SUCCESS")).exists();
    assertThat(part(0, 3)).exists();
    assertThat(part(0, 4)).doesNotExist();
    requireFresh(EIGHT);
    GenerationStatus first = Studies.status(study).work().generations().get(0);
    assertThat(first.trials().done()).isEqualTo(36);
    assertThat(first.trials().total()).isEqualTo(36);
    assertThat(first.segments().done()).isEqualTo(4);
    assertThat(first.segments().total()).isEqualTo(4);
    assertThat(first.retired()).isEqualTo(6);
    assertThat(of(EIGHT).session().notes())
        .contains("nothing to do: all trials of the plan have a row");
    requireTrials(of(EIGHT).look(), 0, 80, 6);
  }

  @Test
  void whatALateTwinPublishesOfARetiredSegmentDoesNotCountAndIsRemoved() throws IOException {
    of(EIGHT).extending().inline();
    Files.copy(folder.resolve(part(0, 7).getFileName()), part(0, 7));
    Files.createDirectories(study.resolve("trajectories"));
    Files.writeString(study.resolve("trajectories/g0000-s00008.parquet"), "cut short");
    assertThat(counts()).isEqualTo("80,84");
    assertThat(Studies.status(study).counts().trials().done()).isEqualTo(84);
    Studies.claims(study);
    Studies.compact(study);
    assertThat(part(0, 7)).doesNotExist();
    Files.copy(folder.resolve(part(0, 7).getFileName()), part(0, 7));
    of(EIGHT).session();
    assertThat(part(0, 7)).doesNotExist();
    assertThat(study.resolve("trajectories/g0000-s00008.parquet")).doesNotExist();
    assertThat(counts()).isEqualTo("80,84");
  }

  @Test
  void aValueThatReturnsIsOwnedByAFurtherGeneration() throws IOException {
    of(EIGHT).extending().inline();
    Work work = of(NINE).look();
    assertThat(work.trials().pending()).isEqualTo(6);
    assertThat(work.trials().done()).isEqualTo(84);
    of(NINE).inline();
    assertThat(counts()).isEqualTo("90,90");
    assertThat(value("SELECT count(DISTINCT trial_id) FROM all_trials")).isEqualTo("90");
    requireFresh(NINE);
  }

  @Test
  void aValueThatGoesAndReturnsBeforeAnythingIsRunIsRunOnce() throws IOException {
    layOut(EIGHT);
    layOut(NINE);
    layOut(EIGHT);
    assertThat(study.resolve("_plan/0003.json")).exists();
    Work work = of(EIGHT).look();
    assertThat(work.trials().pending()).isEqualTo(48);
    assertThat(work.trials().done()).isEqualTo(32);
    of(EIGHT).inline();
    assertThat(counts()).isEqualTo("80,84");
    requireFresh(EIGHT);
  }

  @Test
  void segmentsThatThePlanStillHoldsStayAsTheyAre() throws IOException {
    // the last replicates are gone: of the six open segments, four are wanted as they are
    requireTrials(of(NINE, "replicates=8").extending().look(), 36, 36, 18);
    of(NINE, "replicates=8").extending().inline();
    assertThat(part(0, 7)).exists();
    assertThat(part(0, 8)).doesNotExist();
    assertThat(Files.readString(study.resolve("_plan/0001.json")))
        .containsPattern("\"generation\" : 0,\\s+\"first\" : 8,\\s+\"count\" : 2");
    assertThat(counts()).isEqualTo("72,72");
  }

  @Test
  void growthRetiresNothing() throws IOException {
    of(NINE, "replicates=12").inline();
    assertThat(Files.readString(study.resolve("_plan/0001.json"))).doesNotContain("retired");
    assertThat(counts()).isEqualTo("108,108");
    assertThat(part(0, 9)).exists();
  }

  @Test
  void shardsThatGrowAStudyTogetherRunEachTrialOnce() throws IOException {
    // each alone may lay the generation out; the other takes it as it is
    SweepRun.of(sweep(EIGHT), study).segments(7).extending().shard(0, 2).inline();
    assertThat(study.resolve("_SUCCESS")).doesNotExist();
    long left = 80 - Long.parseLong(counts().split(",")[0]);
    assertThat(left).isPositive();
    assertThat(of(EIGHT).shard(1, 2).look().trials().pending()).isEqualTo(left);
    of(EIGHT).shard(1, 2).inline();
    assertThat(study.resolve("_SUCCESS")).exists();
    assertThat(counts()).isEqualTo("80,84");
    requireFresh(EIGHT);
  }

  @Test
  void aTwinThatPublishesLateTakesItsPartBack() throws IOException {
    of(EIGHT).extending().inline();
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
  void whatAnEarlierVersionLaidOutIsRetiredWhenItIsFound() throws IOException {
    layOut(EIGHT);
    Path plan = study.resolve("_plan/0001.json");
    String without = Files.readString(plan).replaceFirst(",\\s+\"retired\" : \\[[^\\]]*\\]", "");
    Files.writeString(plan, without);
    of(EIGHT).inline();
    assertThat(study.resolve("_plan/0002.json")).exists();
    assertThat(counts()).isEqualTo("80,84");
    requireFresh(EIGHT);
  }

  @Test
  void retiredSegmentsThatNoGenerationHasAreDamage() throws IOException {
    of(EIGHT).extending().inline();
    Path plan = study.resolve("_plan/0001.json");
    String text = Files.readString(plan);
    for (String count : List.of("7", "0", "-1", "2147483647")) {
      Files.writeString(plan, text.replace("\"count\" : 6", "\"count\" : " + count));
      assertThatThrownBy(() -> Studies.status(study))
          .isInstanceOf(RequestException.class)
          .hasMessageContaining("_plan/0001.json is damaged");
    }
  }

  @Test
  void repetitionIsOfTheCurrentPlanAlone() throws IOException {
    Path other = folder.resolve("failing");
    Path both = sweep("fault: [none, throws, nan], step_size: [0.1, 0.2]");
    InlineRun.run(both, other, 60);
    Path kept = sweep("fault: [none, throws], step_size: [0.1, 0.2]");
    SweepRun.of(kept, other).extending().inline();
    Work work = SweepRun.of(kept, other).repeating(Status.FAILED).look();
    assertThat(work.trials().pending()).isEqualTo(20);
    assertThat(work.trials().done()).isEqualTo(40);
    String dropped =
        "SELECT trial_id, started_at FROM all_trials WHERE fault = 'nan' ORDER BY trial_id";
    String repeated =
        "SELECT trial_id, started_at FROM all_trials WHERE fault = 'throws' ORDER BY trial_id";
    String before = Studies.csv(other, dropped);
    String first = Studies.csv(other, repeated);
    SweepRun.of(kept, other).repeating(Status.FAILED).inline();
    assertThat(Studies.csv(other, dropped)).isEqualTo(before);
    assertThat(Studies.csv(other, repeated)).isNotEqualTo(first);
    assertThat(Studies.csv(other, "SELECT count(*) FROM all_trials")).endsWith("\n60\n");
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
    assertThat(Studies.status(study).troubles().putLast())
        .hasSize(1)
        .allMatch(last -> last.words().contains("trial %032x ran when".formatted(7)));
    layOut(EIGHT);
    assertThat(Studies.status(study).troubles().putLast()).isEmpty();
    assertThat(AttemptMarker.lost(Study.existing(study.toUri()), false))
        .extracting(LostTrial::segment)
        .containsExactly(new PartName(0, 3));
  }
}
