package io.gradsweep.driver.rewrite;

import static io.gradsweep.driver.PlainStudy.trajectories;
import static io.gradsweep.driver.PlainStudy.trials;
import static io.gradsweep.driver.Studies.compact;
import static org.assertj.core.api.Assertions.assertThat;

import io.gradsweep.driver.Studies;
import io.gradsweep.driver.status.StudyStatus;
import io.gradsweep.driver.study.LeftBehind;
import io.gradsweep.results.outcome.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Before a compaction, meanwhile, after it, and if it dies, every row counts once. */
class TestCompactionDeath extends CompactedStudy {

  /** All that status says, without the time and the dead writers. */
  private List<Object> status() throws IOException {
    StudyStatus status = Studies.status(study);
    return List.of(
        status.title(), status.counts(), status.work(), status.outlook(), status.troubles());
  }

  /** Counts are of times that a point is reached; a compaction writes one pair of files here. */
  @ParameterizedTest
  @CsvSource({
    "REPLACEMENT_PUBLISHED, 1",
    "REPLACEMENT_PUBLISHED, 2",
    "LIST_PUBLISHED, 1",
    "REPLACED_DELETED, 7"
  })
  void deathAtAnyPointLosesNoRowAndDoublesNone(String point, int count) throws Exception {
    List<String> rows = trials(study);
    List<String> steps = trajectories(study);
    String asked = ask();
    List<Object> status = status();
    LeftBehind.at(point, count, study, () -> compact(study));
    assertThat(ask()).isEqualTo(asked);
    assertThat(status()).isEqualTo(status);
    compact(study);
    requireExact(rows, steps);
    assertThat(ask()).isEqualTo(asked);
  }

  @Test
  void theNextRunFinishesWhatACompactionLeft() throws Exception {
    List<String> rows = trials(study);
    List<String> steps = trajectories(study);
    LeftBehind.at("REPLACED_DELETED", 8, study, () -> compact(study));
    assertThat(again().session().notes())
        .contains("nothing to do: all trials of the plan have a row");
    requireExact(rows, steps);
  }

  @ParameterizedTest
  @CsvSource({"REPLACEMENT_PUBLISHED, 2", "LIST_PUBLISHED, 1"})
  void deathWhileSegmentsAreTakenOutIsMadeGood(String point, int count) throws Exception {
    compact(study);
    List<String> rows = trials(study);
    List<String> steps = trajectories(study);
    String asked = ask();
    LeftBehind.at(point, count, study, () -> again().repeating(Status.CONVERGED).inline());
    assertThat(ask()).isEqualTo(asked);
    compact(study);
    requireExact(rows, steps);
  }

  /** A run that was thought dead publishes a segment that lies in a compacted file by now. */
  @Test
  void whatALateTwinPublishesDoesNotCount() throws IOException, SQLException {
    List<String> rows = trials(study);
    List<String> steps = trajectories(study);
    String asked = ask();
    String part = "g0000-s00003.parquet";
    for (String table : List.of("trials", "trajectories")) {
      Files.copy(study.resolve(table).resolve(part), folder.resolve(table + part));
    }
    compact(study);
    for (String table : List.of("trials", "trajectories")) {
      Files.copy(
          folder.resolve(table + part),
          study.resolve(table).resolve(part),
          StandardCopyOption.REPLACE_EXISTING);
    }
    assertThat(ask()).isEqualTo(asked);
    assertThat(again().session().notes())
        .contains("nothing to do: all trials of the plan have a row");
    requireExact(rows, steps);
  }

  @Test
  void aReaderInALoopSeesTheSameRowsThroughout() throws Exception {
    List<String> rows = trials(study);
    List<String> steps = trajectories(study);
    String asked = ask();
    AtomicInteger reads = new AtomicInteger();
    long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
    ExecutorService thread = Executors.newSingleThreadExecutor();
    try {
      Future<?> writer =
          thread.submit(
              () -> {
                CompactionLoop.run(study, () -> reads.get() < 3 && System.nanoTime() - end < 0);
                return null;
              });
      while (!writer.isDone()) {
        assertThat(ask()).isEqualTo(asked);
        reads.incrementAndGet();
      }
      writer.get();
      assertThat(reads).hasValueGreaterThan(1);
    } finally {
      thread.shutdownNow();
    }
    requireExact(rows, steps);
  }
}
