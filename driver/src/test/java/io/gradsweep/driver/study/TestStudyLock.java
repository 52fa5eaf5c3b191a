package io.gradsweep.driver.study;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.MINUTES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradsweep.driver.storage.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TestStudyLock {

  @TempDir private Path folder;

  private static final LockWatch WATCH = new LockWatch(Duration.ofSeconds(1), words -> {});

  private Study study;

  @BeforeEach
  void open() {
    study = Study.at(folder.toUri());
  }

  private StudyLock shard(int number) throws IOException {
    return StudyLock.ofShard(study, number, 2, words -> {});
  }

  @Test
  void oneWriterHoldsTheStudyUntilItIsClosed() throws IOException {
    try (StudyLock lock = StudyLock.ofStudy(study)) {
      assertThat(lock).isNotNull();
      assertThat(StudyLock.isHeld(study)).isTrue();
      assertThatThrownBy(() -> StudyLock.ofStudy(study))
          .hasMessageContaining("process %d on ".formatted(ProcessHandle.current().pid()))
          .hasMessageEndingWith("writes it; wait for it, or stop it)");
      assertThatThrownBy(() -> shard(0)).hasMessageContaining("writes it");
    }
    assertThat(StudyLock.isHeld(study)).isFalse();
    StudyLock.ofStudy(study).close();
  }

  @Test
  void shardsHoldTheirOwnLocksBesideEachOther() throws IOException {
    try (StudyLock zero = shard(0);
        StudyLock one = shard(1)) {
      assertThat(zero).isNotSameAs(one);
      assertThatThrownBy(() -> shard(0)).hasMessageContaining("writes it");
      assertThatThrownBy(() -> StudyLock.ofStudy(study)).hasMessageContaining("writes it");
    }
    StudyLock.ofStudy(study).close();
  }

  @Test
  @Timeout(60)
  void aLockSaysHowItsRunIsGoing() throws IOException {
    Heartbeat said =
        new Heartbeat(
            "a",
            "s",
            new Heartbeat.SparkSite("local[2]", 2, null),
            9,
            Map.of("failed", 1L),
            0,
            List.of());
    try (StudyLock lock = shard(1)) {
      lock.say(() -> said);
      List<HeldLock> found = StudyLock.holders(study);
      while (found.get(0).heartbeat().isEmpty()) { // said by a thread of the lock's own
        Thread.onSpinWait();
        found = StudyLock.holders(study);
      }
      assertThat(found).hasSize(1);
      assertThat(found.get(0).lock()).isEqualTo("shard 1 of 2");
      assertThat(found.get(0).live()).isTrue();
      assertThat(found.get(0).heartbeat()).contains(said);
      assertThatThrownBy(() -> shard(1)).hasMessageContaining("writes it");
    }
    assertThat(StudyLock.holders(study)).isEmpty();
  }

  @RepeatedTest(20)
  void aLockThatWasGivenBackDoesNotComeBack() throws IOException {
    StudyLock lock = StudyLock.ofStudy(study);
    lock.say(() -> null);
    lock.close();
    lock.say(() -> null);
    assertThat(folder.resolve("_lock")).doesNotExist();
    assertThat(StudyLock.holders(study)).isEmpty();
  }

  @Test
  void aReaderIsToldOfARunThatHasJustBegun() throws IOException {
    try (StudyLock lock = StudyLock.ofStudy(study)) {
      assertThat(lock).isNotNull();
      assertThatThrownBy(() -> Study.existing(folder.toUri()))
          .hasMessageContaining("(a run has begun there, but laid out nothing yet;");
    }
    assertThatThrownBy(() -> Study.existing(folder.toUri()))
        .hasMessageContaining("(no study there;");
  }

  @Test
  void aLockOfADeadProcessIsTakenOver() throws IOException {
    LockHolder dead =
        new LockHolder(
            InetAddress.getLocalHost().getHostName(),
            LockHolder.self().processes(),
            ProcessHandle.current().pid(),
            12345, // the number lives, but it is another process: it started at another time
            12345L,
            Instant.now().toString(),
            "token",
            null);
    study.storage().replace("_lock", Json.write(dead));
    assertThat(StudyLock.isHeld(study)).isFalse();
    try (StudyLock lock = StudyLock.ofStudy(study)) {
      assertThat(lock).isNotNull();
      assertThat(StudyLock.isHeld(study)).isTrue();
    }
  }

  @Test
  void aFreshLockOfAnotherHostIsHeld() throws IOException {
    LockHolder elsewhere =
        new LockHolder("another-host", null, 1, 1, null, Instant.now().toString(), "token", null);
    study.storage().replace("_lock", Json.write(elsewhere));
    assertThatThrownBy(() -> StudyLock.ofStudy(study))
        .hasMessageContaining("process 1 on another-host since ");
    folder.resolve("_lock").toFile().setLastModified(System.currentTimeMillis() - 200_000);
    StudyLock.ofStudy(study, WATCH).close();
  }

  /** Two machines, or two containers, that share a host name do not see each other's processes. */
  @Test
  void theNameOfTheHostAloneTellsNothingOfItsProcesses() throws IOException {
    LockHolder namesake =
        new LockHolder(
            InetAddress.getLocalHost().getHostName(),
            "another-boot pid:[1]",
            ProcessHandle.current().pid(),
            12345,
            null,
            Instant.now().toString(),
            "token",
            null);
    study.storage().replace("_lock", Json.write(namesake));
    assertThat(StudyLock.isHeld(study)).isTrue();
    assertThatThrownBy(() -> StudyLock.ofStudy(study)).hasMessageContaining("writes it");
    folder.resolve("_lock").toFile().setLastModified(System.currentTimeMillis() - 200_000);
    StudyLock.ofStudy(study, WATCH).close();
  }

  @Test
  void aLockThatDoesNotSayWhoseProcessesGoesByTheHost() throws IOException {
    String older = "{\"host\": \"%s\", \"process\": %d, \"processStart\": 12345, \"token\": \"t\"}";
    study
        .storage()
        .replace(
            "_lock",
            older
                .formatted(InetAddress.getLocalHost().getHostName(), ProcessHandle.current().pid())
                .getBytes(UTF_8));
    assertThat(StudyLock.isHeld(study)).isFalse();
    StudyLock.ofStudy(study).close();
  }

  private void finishElsewhere() throws IOException {
    LockHolder elsewhere =
        new LockHolder("another-host", null, 1, 1, null, Instant.now().toString(), "token", null);
    study.storage().replace("_lock-finish", Json.write(elsewhere));
  }

  @Test
  @Timeout(60)
  void whoFinishesWaitsWhileTheLockIsTouched() throws Exception {
    finishElsewhere();
    Duration silence = Duration.ofSeconds(2);
    ExecutorService thread = Executors.newSingleThreadExecutor();
    try {
      Future<?> waiting =
          thread.submit(
              () -> {
                StudyLock.ofFinish(study, new LockWatch(silence, words -> {})).close();
                return null;
              });
      long end = System.nanoTime() + 2 * silence.toNanos();
      while (System.nanoTime() < end) {
        Thread.sleep(100);
        finishElsewhere();
      }
      assertThat(waiting).isNotDone();
      folder.resolve("_lock-finish").toFile().setLastModified(1); // its holder died long ago
      waiting.get();
    } finally {
      thread.shutdownNow();
    }
  }

  /** A clock that is behind takes every touch for one of the future. */
  @Test
  @Timeout(60)
  void whoFinishesDoesNotWaitForEver() throws IOException {
    finishElsewhere();
    setTouched("_lock-finish", 180_000);
    StudyLock.ofFinish(study, WATCH).close();
  }

  private void setTouched(String lock, long millisFromNow) {
    folder.resolve(lock).toFile().setLastModified(System.currentTimeMillis() + millisFromNow);
  }

  /** The clocks of two machines are three minutes apart, and the first one's holder lives. */
  @ParameterizedTest
  @CsvSource({
    "_lock, -180000",
    "_lock, 180000",
    "_lock-shard-0-of-2, -180000",
    "_lock-shard-0-of-2, 180000"
  })
  @Timeout(60)
  void aLockThatIsTouchedIsHeldWhateverTheClocksSay(String lock, long offset) throws Exception {
    LockHolder elsewhere =
        new LockHolder("another-host", null, 1, 1, null, Instant.now().toString(), "token", null);
    study.storage().replace(lock, Json.write(elsewhere));
    setTouched(lock, offset);
    ScheduledExecutorService toucher = Executors.newSingleThreadScheduledExecutor();
    try {
      toucher.scheduleAtFixedRate(() -> setTouched(lock, offset), 300, 300, MILLISECONDS);
      List<String> told = new ArrayList<>();
      LockWatch watch = new LockWatch(Duration.ofSeconds(30), told::add);
      assertThatThrownBy(() -> StudyLock.ofStudy(study, watch))
          .hasMessageContaining("process 1 on another-host since ");
      assertThat(told).hasSize(1).allMatch(words -> words.startsWith("waiting up to 30 s: a lock"));
    } finally {
      toucher.shutdownNow();
      toucher.awaitTermination(1, MINUTES);
    }
    assertThat(folder.resolve(lock)).exists();
    setTouched(lock, offset);
    StudyLock.ofStudy(study, WATCH).close(); // now it is silent
  }

  /** Killed and not reaped, as under a first process of a container that reaps none. */
  @Test
  @Timeout(60)
  void aProcessThatNobodyHasReapedIsDead() throws Exception {
    Process parent = new ProcessBuilder("sh", "-c", "sleep 0.2 & exec sleep 60").start();
    try {
      ProcessHandle child = child(parent);
      LockHolder self = LockHolder.self();
      LockHolder holder =
          new LockHolder(
              self.host(),
              self.processes(),
              child.pid(),
              Processes.startMillis(child),
              Processes.startTicks(child.pid()),
              Instant.now().toString(),
              "token",
              null);
      study.storage().replace("_lock", Json.write(holder));
      assertThat(StudyLock.isHeld(study)).isTrue();
      while (!Files.readString(Path.of("/proc/%d/stat".formatted(child.pid()))).contains(") Z ")) {
        Thread.sleep(20);
      }
      assertThat(child.isAlive()).as("as Java sees it").isTrue();
      assertThat(StudyLock.isHeld(study)).isFalse();
      StudyLock.ofStudy(study).close();
    } finally {
      parent.destroyForcibly();
    }
  }

  private static ProcessHandle child(Process parent) {
    while (true) {
      Optional<ProcessHandle> child = parent.children().findFirst();
      if (child.isPresent()) {
        return child.get();
      }
      Thread.onSpinWait();
    }
  }
}
