package io.gradsweep.driver.job;

import static io.gradsweep.driver.PlainStudy.trials;
import static io.gradsweep.driver.PlainStudy.write;
import static org.assertj.core.api.Assertions.assertThat;

import io.gradsweep.driver.study.LeftBehind;
import io.gradsweep.driver.study.Study;
import io.gradsweep.driver.study.StudyLock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A shard that has done its own work looks after the others. */
class TestTakeOver {

  private static final String TAKEN = "taking over from shard 1 of %d, which died";

  @TempDir private Path folder;

  private Path study;

  @BeforeEach
  void name() {
    study = folder.resolve("study");
  }

  /** A shard that never began is not dead: what is left is its own. */
  @Test
  void aShardTakesOverFromOneThatDiedAndFromNoOther() throws Exception {
    Path sweep =
        write(
            folder,
            "sweep: s",
            "simulation: quadratic",
            "grid: {step_size: 'linspace(0, 2, 20)'}",
            "replicates: 5");
    LeftBehind.at(
        "ROW_WRITTEN", 12, study, () -> SweepRun.of(sweep, study).segments(5).shard(1, 3).inline());
    assertThat(SweepRun.of(sweep, study).shard(0, 3).session().notes())
        .contains(TAKEN.formatted(3));
    assertThat(study.resolve("trials").toFile().list())
        .hasSize(14) // of 20 segments of five, those of numbers 0 and 1 modulo 3
        .noneMatch(name -> name.equals("g0000-s00002.parquet"));
    assertThat(SweepRun.of(sweep, study).shard(2, 3).session().notes())
        .noneMatch(note -> note.contains("taking over"));
    assertThat(study.resolve("_SUCCESS")).exists();
    assertThat(trials(study)).hasSize(100).doesNotHaveDuplicates();
  }

  private Path small() throws IOException {
    return write(
        folder,
        "sweep: s",
        "simulation: quadratic",
        "grid: {step_size: [0.1, 0.2]}",
        "replicates: 4",
        "record: none");
  }

  /** A study that lost its parts, and whose two segments are expected to take so long. */
  private void expect(Path sweep, double first, double second) throws IOException {
    SweepRun.of(sweep, study).segments(4).inline();
    for (int segment = 0; segment < 2; segment++) {
      Files.delete(study.resolve("trials/g0000-s0000" + segment + ".parquet"));
    }
    ExpectedTimes.set(study, first, second);
  }

  /** Its own work is done: to end for want of time is not to have come to nothing. */
  @Test
  void aShardWithoutTimeForTheWorkOfADeadOneStopsInTime() throws Exception {
    Path sweep = small();
    expect(sweep, 0.1, 1000);
    LeftBehind.at("ROW_WRITTEN", 1, study, () -> SweepRun.of(sweep, study).shard(1, 2).inline());
    SweepRun.Session late = ownShard(sweep, Duration.ofMinutes(20));
    assertThat(late.notes()).contains(TAKEN.formatted(2));
    assertThat(late.result().end()).isEqualTo(RunEnd.OUT_OF_TIME);
    assertThat(trials(study)).hasSize(4);
    assertThat(ownShard(sweep, Duration.ofMinutes(26)).result().end()).isEqualTo(RunEnd.WHOLE);
    assertThat(trials(study)).hasSize(8);
  }

  private SweepRun.Session ownShard(Path sweep, Duration time) throws IOException {
    return SweepRun.of(sweep, study).shard(0, 2).until(Instant.now().plus(time)).session();
  }

  /** A shard of a design waits for those that live, though not beyond its time. */
  @Test
  void aShardThatWaitsForAnotherStopsInTime() throws Exception {
    Path sweep =
        write(
            folder,
            "sweep: s",
            "simulation: draws",
            "grid: {spread: [0.1, 0.5], study: [0, 1]}",
            "replicates: {until: 'half_width(mean(draw)) <= 25%', max: 20}");
    assertThat(SweepRun.of(sweep, study).segments(4).shard(0, 2).session().notes())
        .anyMatch(
            note -> note.startsWith("the next round waits for shard 1 of 2, which did not begin"));
    try (StudyLock other = StudyLock.ofShard(Study.at(study.toUri()), 1, 2, words -> {})) {
      assertThat(other).isNotNull();
      assertThat(ownShard(sweep, Duration.ofSeconds(2)).result().end())
          .isEqualTo(RunEnd.OUT_OF_TIME);
    }
    assertThat(SweepRun.of(sweep, study).segments(4).session().result().end())
        .isEqualTo(RunEnd.WHOLE);
    assertThat(study.resolve("_SUCCESS")).exists();
  }
}
