package io.gradsweep.driver.job;

import static io.gradsweep.driver.PlainStudy.trajectories;
import static io.gradsweep.driver.PlainStudy.trials;
import static io.gradsweep.driver.PlainStudy.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradsweep.driver.Folder;
import io.gradsweep.driver.Studies;
import io.gradsweep.driver.analysis.Verdict;
import io.gradsweep.driver.job.StudyMerge.Merged;
import io.gradsweep.driver.status.StudyStatus;
import io.gradsweep.driver.status.StudyStatus.Progress;
import io.gradsweep.driver.study.LeftBehind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Several studies become one: every trial once, equal where several have it. */
class TestMerge extends MergedStudies {

  /**
   * Values that {@code parameters} fixes in one sweep alone go to its blocks, unless these set
   * them.
   */
  @Test
  void blocksKeepTheirOwnValuesWhereParametersHaveOthers() throws IOException {
    String[] text = {
      "sweep: s",
      "simulation: quadratic",
      "parameters: {max_steps: 50}",
      "grid: [{step_size: 0.1}, {step_size: 0.2, max_steps: [20, 30]}]"
    };
    makeOf(text, "a");
    text[2] = "parameters: {max_steps: 40}";
    makeOf(text, "b");
    merge("m", "a", "b");
    assertThat(csv("m", "SELECT step_size, max_steps FROM trials ORDER BY ALL"))
        .isEqualToNormalizingNewlines("step_size,max_steps\n0.1,40\n0.1,50\n0.2,20\n0.2,30\n");
  }

  @Test
  void disjointStudiesAreOne() throws IOException, SQLException {
    make("a");
    make("b", "seed=1", "max_steps=20");
    Map<String, String> before = Folder.contents(study("a"));
    Merged merged = merge("m", "a", "b");
    assertThat(merged.facts().trials()).isEqualTo(48);
    assertThat(merged.repeated()).isZero();
    assertThat(Folder.contents(study("a"))).isEqualTo(before);
    assertThat(trials(study("m"))).hasSize(48).isEqualTo(union("trials", "a", "b"));
    assertThat(trajectories(study("m"))).isEqualTo(union("trajectories", "a", "b"));
    assertThat(csv("m", "SELECT count(*), count(DISTINCT seed), min(max_steps) FROM trials"))
        .endsWith("\n48,2,20\n");
    StudyStatus status = Studies.status(study("m"));
    assertThat(status.title().state()).isEqualTo("finished");
    assertThat(status.counts().trials()).isEqualTo(new Progress(48, 48, false));
    assertThat(status.work().mergedFrom())
        .hasSize(2)
        .anyMatch(from -> from.contains(study("a").toUri().toString()));
  }

  @Test
  void trialsOfSeveralAreTakenOnce() throws IOException, SQLException {
    make("a", "replicates=3");
    make("b");
    InlineRun.run(write(folder, SWEEP), study("c"), 1); // compacted
    merge("m", "a", "b", "c");
    assertThat(trials(study("m"))).isEqualTo(trials(study("b")));
    assertThat(trajectories(study("m"))).isEqualTo(trajectories(study("b")));
    make("d", "seed=3");
    Merged further = merge("n", "m", "d");
    assertThat(further.facts().trials()).isEqualTo(48);
    assertThat(further.repeated()).isZero();
    assertThat(trials(study("n"))).isEqualTo(union("trials", "b", "d"));
    assertThat(Studies.status(study("n")).work().mergedFrom()).hasSize(2);
  }

  @Test
  void theNameOfTheSweepIsNoContradiction() throws IOException, SQLException {
    make("a");
    String[] other = SWEEP.clone();
    other[0] = "sweep: other";
    makeOf(other, "b");
    Merged merged = merge("m", "a", "b");
    assertThat(merged.facts().trials()).isEqualTo(24);
    assertThat(merged.repeated()).isEqualTo(24);
    assertThat(trials(study("m"))).isEqualTo(trials(study("a")));
  }

  @Test
  void whatMathematicsDecidedIsPreferred() throws IOException, SQLException {
    for (String limit : new String[] {"1s", "1m"}) {
      String[] slow = {
        "sweep: s",
        "simulation: quadratic",
        "grid: [{step_size: [0.1, 0.2]}, {fault: sleeps, max_steps: 40}]", // 30 ms a step, or more
        "record: {points: 4}",
        "time_limit: " + limit
      };
      makeOf(slow, limit);
    }
    assertThat(csv("1s", "SELECT count(*) FROM trials WHERE status = 'timed_out'"))
        .endsWith("\n1\n");
    merge("m", "1s", "1m");
    merge("n", "1m", "1s");
    assertThat(trials(study("m"))).hasSize(3).isEqualTo(trials(study("1m")));
    assertThat(trajectories(study("m"))).isEqualTo(trajectories(study("1m")));
    assertThat(trials(study("n"))).isEqualTo(trials(study("1m")));
    merge("o", "1s", "m");
    assertThat(trials(study("o"))).isEqualTo(trials(study("1m")));
  }

  @Test
  void whatIsNotFinishedMakesNothingFinished() throws IOException {
    make("a");
    make("b", "seed=1");
    Files.delete(study("b").resolve("_SUCCESS"));
    assertThat(merge("m", "a", "b").finished()).isFalse();
    assertThat(Studies.status(study("m")).title().state()).isEqualTo("incomplete");
    assertThat(Studies.claims(study("m")))
        .hasSize(1)
        .allMatch(claim -> claim.verdict() == Verdict.INCONCLUSIVE);
  }

  @ParameterizedTest
  @CsvSource({"REPLACEMENT_PUBLISHED, 2", "LIST_PUBLISHED, 1"})
  void aMergeThatDiesIsNoStudyAndCanBeDoneAgain(String point, int count) throws Exception {
    make("a");
    make("b", "seed=1");
    Path merged = study("m");
    LeftBehind.at(point, count, merged, () -> merge("m", "a", "b"));
    assertThatThrownBy(() -> Studies.status(merged)).hasMessageContaining("no study there");
    merge("m", "a", "b");
    assertThat(trials(merged)).isEqualTo(union("trials", "a", "b"));
    assertThat(trajectories(merged)).isEqualTo(union("trajectories", "a", "b"));
  }
}
