package io.gradsweep.driver.job;

import static io.gradsweep.driver.PlainStudy.trajectories;
import static io.gradsweep.driver.PlainStudy.trials;
import static io.gradsweep.driver.PlainStudy.write;
import static org.assertj.core.api.Assertions.assertThat;

import io.gradsweep.driver.job.StudyRun.Work;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run computes what its study lacks, and nothing else. */
class TestStudyRun {

  private static final String[] SWEEP = {
    "sweep: s",
    "simulation: quadratic",
    "grid: {step_size: 'linspace(0, 2.5, 11)', max_steps: [5, 50]}",
    "replicates: 5",
    "record: {points: 8}"
  };

  @TempDir private Path folder;

  private Path study(String name) {
    return folder.resolve(name);
  }

  private void requireSame(String name, String other) throws SQLException {
    assertThat(trials(study(name))).isEqualTo(trials(study(other)));
    assertThat(trajectories(study(name))).isEqualTo(trajectories(study(other)));
  }

  @Test
  void aFinishedStudyHasNothingToDo() throws IOException {
    Path sweep = write(folder, SWEEP);
    InlineRun.run(sweep, study("a"), 1000);
    byte[] manifest = Files.readAllBytes(study("a").resolve("manifest.json"));
    SweepRun.Session again = SweepRun.of(sweep, study("a")).session();
    assertThat(again.notes()).contains("nothing to do: all trials of the plan have a row");
    assertThat(again.result().end()).isEqualTo(RunEnd.WHOLE);
    assertThat(Files.readAllBytes(study("a").resolve("manifest.json"))).isEqualTo(manifest);
  }

  @Test
  void aSegmentThatIsGoneIsRunAgainAndNoOther() throws IOException, SQLException {
    Path sweep = write(folder, SWEEP);
    InlineRun.runWithoutCompaction(sweep, study("a"), 20);
    List<String> before = trials(study("a"));
    Path part = study("a").resolve("trials/g0000-s00003.parquet");
    Path other = study("a").resolve("trials/g0000-s00004.parquet");
    Files.delete(part);
    FileTime untouched = Files.getLastModifiedTime(other);
    assertThat(SweepRun.of(sweep, study("a")).inlineWithoutCompaction().pending()).hasSize(1);
    assertThat(trials(study("a"))).hasSize(110).isEqualTo(before);
    assertThat(Files.getLastModifiedTime(other)).isEqualTo(untouched);
  }

  @Test
  void growthRunsOnlyWhatIsNewAndEndsAsIfItHadBeenOneStudy() throws IOException, SQLException {
    InlineRun.run(write(folder, SWEEP), study("grown"), 10);
    String[] larger = SWEEP.clone();
    larger[2] = "grid: {step_size: 'linspace(0, 2.5, 11)', max_steps: [2, 5, 20, 50]}";
    larger[3] = "replicates: 6";
    Path sweep = write(folder, larger);
    Work work = SweepRun.of(sweep, study("grown")).look();
    assertThat(work.trials().pending()).isEqualTo(154);
    assertThat(work.trials().done()).isEqualTo(110);
    SweepRun.of(sweep, study("grown")).inline();
    InlineRun.run(sweep, study("whole"), 1000);
    assertThat(trials(study("grown"))).hasSize(264);
    requireSame("grown", "whole");
    assertThat(study("grown").resolve("_plan/0001.json")).exists();
  }

  @Test
  void shardsShareAStudy() throws IOException, SQLException {
    Path sweep = write(folder, SWEEP);
    InlineRun.run(sweep, study("whole"), 1000);
    SweepRun.of(sweep, study("a")).segments(9).shard(0, 2).inline();
    assertThat(study("a").resolve("_SUCCESS")).doesNotExist();
    SweepRun.of(sweep, study("a")).shard(1, 2).inline();
    assertThat(study("a").resolve("_SUCCESS")).exists();
    requireSame("a", "whole");
  }
}
