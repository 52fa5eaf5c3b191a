package io.gradsweep.driver.job;

import static io.gradsweep.driver.PlainStudy.trajectories;
import static io.gradsweep.driver.PlainStudy.trials;
import static io.gradsweep.driver.PlainStudy.write;
import static org.assertj.core.api.Assertions.assertThat;

import io.gradsweep.driver.Folder;
import io.gradsweep.driver.Studies;
import io.gradsweep.driver.study.LeftBehind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A process dies at named points of a segment's publication; the next one ends as if nothing had
 * happened. Without Spark, which has no part in it, and without a process; {@link
 * io.gradsweep.driver.cli.TestDeath} has both.
 */
class TestSegmentDeath {

  private static final long SEGMENT = 10;

  private static final String[] SWEEP = {
    "sweep: s",
    "simulation: quadratic",
    "grid: {step_size: 'linspace(0, 2.5, 10)', max_steps: [5, 50]}",
    "replicates: 10",
    "record: {points: 8}"
  };

  @TempDir private static Path undisturbed;

  @TempDir private Path folder;

  private static Path sweep;
  private static Path whole;

  @BeforeAll
  static void runWhole() throws IOException {
    sweep = write(undisturbed, SWEEP);
    whole = undisturbed.resolve("whole");
    InlineRun.run(sweep, whole, SEGMENT);
  }

  private Path study() {
    return folder.resolve("study");
  }

  private void dieAt(String point, int count, Path sweep, long segmentTrials) throws IOException {
    LeftBehind.at(point, count, study(), () -> InlineRun.run(sweep, study(), segmentTrials));
  }

  private void requireEqual(Path other) throws SQLException, IOException {
    assertThat(trials(study())).isEqualTo(trials(other));
    assertThat(trajectories(study())).isEqualTo(trajectories(other));
    try (Stream<Path> temporaries = Files.list(study().resolve("_tmp"))) {
      assertThat(temporaries).isEmpty();
    }
  }

  /** The other cases begin with what a process would have left that has really died. */
  @Test
  void whatIsTakenForADeadProcessIsWhatOneLeaves() throws Exception {
    Path dead = folder.resolve("dead");
    String point = "BEFORE_TRAJECTORIES";
    int exit = InlineRun.dieAt(folder.resolve("log"), point, 3, sweep, dead, SEGMENT);
    assertThat(exit).isEqualTo(137);
    dieAt(point, 3, sweep, SEGMENT);
    assertThat(names(study()))
        .isEqualTo(names(dead))
        .contains("_lock", "trials/g0000-s00001.parquet")
        .anyMatch(name -> name.startsWith("_tmp/"))
        .doesNotContain("_SUCCESS");
  }

  /** Without the parts that are drawn at random. */
  private static List<String> names(Path study) throws IOException {
    return Folder.contents(study).keySet().stream()
        .map(name -> name.replaceAll("[0-9a-f]{8}-[0-9a-f-]{27}", "U"))
        .sorted()
        .toList();
  }

  @ParameterizedTest
  @CsvSource({
    "ROW_WRITTEN, 57",
    "BEFORE_TRAJECTORIES, 3",
    "BETWEEN_TRAJECTORIES_AND_TRIALS, 1",
    "BETWEEN_TRAJECTORIES_AND_TRIALS, 9",
    "AFTER_TRIALS, 5"
  })
  void deathAtAPointLosesNoTrialAndDoublesNone(String point, int count) throws Exception {
    dieAt(point, count, sweep, SEGMENT);
    assertThat(Studies.status(study()).title().state()).isEqualTo("interrupted");
    // what a reader counts now is whole segments: ten trials each, no trajectory without its trial
    String counts =
        "SELECT (SELECT count(*) FROM trials) % 10, (SELECT count(*) FROM trajectories"
            + " WHERE trial_id NOT IN (SELECT trial_id FROM trials))";
    assertThat(Studies.csv(study(), counts)).endsWith("\n0,0\n");
    InlineRun.run(sweep, study(), SEGMENT);
    requireEqual(whole);
  }

  @Test
  void deathDuringGrowthIsMadeGood() throws Exception {
    InlineRun.run(sweep, study(), SEGMENT);
    String[] more = SWEEP.clone();
    more[2] = "grid: {step_size: 'linspace(0, 2.5, 10)', max_steps: [5, 7, 50]}";
    Path grown = write(folder, more);
    Path wholeGrown = folder.resolve("whole");
    InlineRun.run(grown, wholeGrown, SEGMENT);
    dieAt("AFTER_TRIALS", 4, grown, SEGMENT);
    InlineRun.run(grown, study(), SEGMENT);
    requireEqual(wholeGrown);
  }

  /** A run that was thought dead publishes a segment that another has published since. */
  @Test
  void aLateTwinCannotPublishTwice() throws Exception {
    Path other = folder.resolve("other");
    InlineRun.runWithoutCompaction(sweep, other, 40);
    dieAt("BEFORE_TRAJECTORIES", 2, sweep, 40);
    for (String table : new String[] {"trials", "trajectories"}) {
      Files.copy(
          other.resolve(table + "/g0000-s00004.parquet"),
          study().resolve(table + "/g0000-s00004.parquet"),
          StandardCopyOption.REPLACE_EXISTING);
    }
    InlineRun.run(sweep, study(), 40);
    requireEqual(whole);
  }
}
