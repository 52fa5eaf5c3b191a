package io.gradsweep.driver.status;

import static io.gradsweep.driver.cli.Gradsweep.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.gradsweep.driver.Folder;
import io.gradsweep.driver.job.StudyCopies;
import io.gradsweep.driver.job.SweepRun;
import io.gradsweep.driver.status.StudyStatus.GenerationStatus;
import io.gradsweep.driver.status.StudyStatus.Holder;
import io.gradsweep.driver.status.StudyStatus.Progress;
import io.gradsweep.driver.status.StudyStatus.RunReport;
import io.gradsweep.driver.status.StudyStatus.Straggler;
import io.gradsweep.driver.status.StudyStatus.Writer;
import io.gradsweep.driver.study.Study;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Studies of ten segments of four trials each, some of them taken away, and locks by hand. */
class TestStatusReader extends StudyCopies {

  private final Instant now = Instant.now();

  @BeforeAll
  static void runOnce() throws IOException {
    make(
        4,
        "sweep: s",
        "simulation: quadratic",
        "grid: {fault: [none, throws]}",
        "replicates: 20",
        "record: none");
  }

  private StudyStatus status() throws IOException {
    Map<String, String> before = Folder.contents(study);
    StudyStatus status = StatusReader.read(Study.existing(study.toUri()), now, id -> "again " + id);
    assertThat(Folder.contents(study)).isEqualTo(before);
    return status;
  }

  /** Leaves the first parts, each published ten seconds after the one before, the last one now. */
  private void interruptAfter(int parts) throws IOException {
    Files.delete(study.resolve("_SUCCESS"));
    for (int i = 0; i < 10; i++) {
      Path part = study.resolve("trials/g0000-s%05d.parquet".formatted(i));
      if (i < parts) {
        Files.setLastModifiedTime(
            part, FileTime.from(now.minusSeconds(10L * (parts - 1 - i)).minusMillis(1)));
      } else {
        Files.delete(part);
      }
    }
  }

  private void lock(String name, String host, String heartbeat) throws IOException {
    Files.writeString(
        study.resolve(name),
        """
        {"host": "%s", "process": 7, "processStart": 1, "since": "%s", "token": "t"%s}
        """
            .formatted(host, now.minusSeconds(60), heartbeat));
  }

  private String heartbeat(int done, String oldest) {
    return """
    , "heartbeat": {"at": "%s", "since": "%s", "master": "spark://m:7077", "slots": 2,
      "ui": "http://m:4040", "trials": 40, "counts": {"converged": %d}, "inFlight": 2,
      "oldest": [%s]}"""
        .formatted(now.minusSeconds(1), now.minusSeconds(60), done, oldest);
  }

  @Test
  void aFinishedStudyHasItsCountsAndNoOutlook() throws IOException {
    StudyStatus status = status();
    assertThat(status.title().state()).isEqualTo("finished");
    assertThat(status.counts().trials()).isEqualTo(new Progress(40, 40, false));
    assertThat(status.counts().segments()).isEqualTo(new Progress(10, 10, false));
    assertThat(status.work().statuses())
        .containsEntry("converged", 20L)
        .containsEntry("failed", 20L)
        .containsEntry("diverged", 0L);
    assertThat(status.outlook().rate()).isNull();
    assertThat(status.outlook().eta()).isNull();
    assertThat(status.writers()).isEmpty();
    assertThat(status.title().finishedAt()).isNotNull();
    assertThat(status.troubles().failures()).hasSize(1);
    assertThat(status.troubles().failures().get(0).count()).isEqualTo(20);
    assertThat(status.troubles().failures().get(0).reason()).contains("broken on purpose");
    assertThat(status.troubles().failures().get(0).replay())
        .isEqualTo("again " + status.troubles().failures().get(0).trialId());
  }

  @Test
  void aRunningStudyIsToldFromNamesFootersAndItsLock() throws IOException {
    interruptAfter(6);
    String inFlight =
        "{\"generation\": 0, \"segment\": 7, \"since\": \"%s\", \"host\": \"w\", \"attempt\": 1}";
    lock("_lock", "elsewhere", heartbeat(27, inFlight.formatted(now.minusSeconds(3))));
    StudyStatus status = status();
    assertThat(status.title().state()).isEqualTo("running");
    assertThat(status.counts().trials()).isEqualTo(new Progress(24, 40, false));
    assertThat(status.counts().unpublished()).isEqualTo(3);
    assertThat(status.outlook().rate().trials()).isEqualTo(24);
    assertThat(status.outlook().rate().perSecond()).isCloseTo(24 / 60.0, within(1e-9));
    // four of ten segments of equal cost are left, six came in a minute; the one in flight is
    // three seconds old, of a pace of two in twenty seconds
    assertThat(status.outlook().eta().seconds()).isBetween(30.0, 45.0);
    assertThat(status.outlook().eta().basis()).contains("4 segments").contains("6 published");
    assertThat(Instant.parse(status.outlook().eta().at())).isAfter(now);
    assertThat(status.troubles().stragglers()).isEmpty();
    assertThat(status.writers())
        .containsExactly(
            new Writer(
                new Holder(
                    "study",
                    "elsewhere",
                    7,
                    now.minusSeconds(60).toString(),
                    true,
                    false,
                    Instant.ofEpochMilli(
                            Files.getLastModifiedTime(study.resolve("_lock")).toMillis())
                        .toString()),
                new RunReport(
                    now.minusSeconds(1).toString(),
                    "spark://m:7077",
                    2,
                    "http://m:4040",
                    2,
                    40L,
                    27L)));
  }

  @Test
  void aSegmentThatTakesMuchLongerThanOthersIsAStraggler() throws IOException {
    interruptAfter(6);
    String one =
        "{\"generation\": 0, \"segment\": %d, \"since\": \"%s\", \"host\": \"w%d\", \"attempt\": 0}";
    String since = now.minusSeconds(600).toString();
    String oldest = one.formatted(8, since, 8) + ", " + one.formatted(9, now, 9);
    // segment 2 is published: its writer has not heard of it yet
    lock("_lock", "elsewhere", heartbeat(24, oldest + ", " + one.formatted(2, since, 2)));
    StudyStatus status = status();
    assertThat(status.troubles().stragglers())
        .extracting(Straggler::segment)
        .containsExactly("g0000-s00008");
    Straggler late = status.troubles().stragglers().get(0);
    assertThat(late.host()).isEqualTo("w8");
    assertThat(late.seconds()).isCloseTo(600, within(1.0));
    assertThat(late.expectedSeconds()).isLessThan(60);
    assertThat(run("status", study.toString()).out())
        .contains("straggler g0000-s00008", "for 10 min ", "http://m:4040");
  }

  @Test
  void onlyTheShardsThatLiveAreExpectedToEnd() throws IOException {
    interruptAfter(4);
    lock("_lock-shard-1-of-3", "elsewhere", heartbeat(4, ""));
    lock("_lock-shard-2-of-3", "dead", heartbeat(4, ""));
    Files.setLastModifiedTime(
        study.resolve("_lock-shard-2-of-3"), FileTime.from(now.minusSeconds(300)));
    StudyStatus status = status();
    assertThat(status.writers())
        .extracting(writer -> writer.holder().lock())
        .containsExactly("shard 1 of 3", "shard 2 of 3");
    assertThat(status.writers())
        .extracting(writer -> writer.holder().live())
        .containsExactly(true, false);
    assertThat(run("status", study.toString()).out()).contains("last heard of at ");
    assertThat(status.outlook().eta().basis()).contains("2 segments"); // 4 and 7 of 4 to 9
  }

  @Test
  void aRunThatHasPublishedNothingRestsOnThePilot() throws IOException {
    interruptAfter(0);
    lock("_lock", "elsewhere", heartbeat(0, ""));
    StudyStatus status = status();
    assertThat(status.outlook().rate()).isNull();
    assertThat(status.outlook().eta().basis())
        .contains("the pilot's expectation of 10 segments on 2 slots");
  }

  @Test
  void anInterruptedStudyHasNoOutlook() throws IOException {
    interruptAfter(4);
    StudyStatus status = status();
    assertThat(status.title().state()).isEqualTo("interrupted");
    assertThat(status.counts().trials()).isEqualTo(new Progress(16, 40, false));
    assertThat(status.outlook().rate()).isNull();
    assertThat(status.outlook().eta()).isNull();
  }

  @Test
  void generationsAreToldApart() throws IOException {
    SweepRun.of(sweep, study, "replicates=30").segments(30).inline();
    Files.delete(study.resolve("_SUCCESS"));
    try (Stream<Path> parts = Files.list(study.resolve("trials"))) {
      Files.delete(parts.max(Comparator.naturalOrder()).orElseThrow());
    }
    StudyStatus status = status();
    assertThat(status.counts().trials().total()).isEqualTo(60);
    assertThat(status.work().generations())
        .extracting(GenerationStatus::generation)
        .containsExactly(0, 1);
    assertThat(status.work().generations().get(0).trials()).isEqualTo(new Progress(40, 40, false));
    assertThat(status.work().generations().get(1).trials().total()).isEqualTo(20);
    assertThat(status.work().generations().get(1).trials().done()).isLessThan(20);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ", \"heartbeat\": {}",
        ", \"heartbeat\": {\"at\": \"x\", \"since\": \"y\", \"master\": \"m\", \"slots\": -5,"
            + " \"counts\": {\"converged\": 9000000000000000000}, \"oldest\": [{\"segment\": -1,"
            + " \"generation\": 99, \"since\": \"z\", \"host\": \"h\"}]}",
        ", \"heartbeat\": {\"at\": \"x\", \"since\": \"y\", \"master\": \"m\","
            + " \"counts\": {\"converged\": null}, \"oldest\": [null]}",
        ", \"heartbeat\": 3"
      })
  void aLockThatSaysNonsenseDoesNoHarm(String heartbeat) throws IOException {
    interruptAfter(4);
    lock("_lock", "elsewhere", heartbeat);
    assertThat(status().counts().trials()).isEqualTo(new Progress(16, 40, false));
    assertThat(run("status", study.toString()).exit()).isZero();
  }

  @Test
  void everyFieldIsDocumented() throws IOException {
    String page = Files.readString(Path.of("../docs/clusters.md"));
    requireNamed(StudyStatus.class, page);
    for (Class<?> part : StudyStatus.class.getDeclaredClasses()) {
      requireNamed(part, page);
    }
  }

  private static void requireNamed(Class<?> record, String page) {
    for (RecordComponent field : record.getRecordComponents()) {
      if (!field.getAccessor().isAnnotationPresent(JsonUnwrapped.class)) {
        assertThat(page).contains("`" + field.getName() + "`");
      }
    }
  }
}
