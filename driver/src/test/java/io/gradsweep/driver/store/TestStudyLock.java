package io.gradsweep.driver.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradsweep.driver.RequestException;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class TestStudyLock {

  @TempDir private Path folder;

  private Study study;

  @BeforeEach
  void open() {
    study = Study.at(folder.toUri());
  }

  @Test
  void oneWriterHoldsTheStudyUntilItIsClosed() throws IOException {
    try (StudyLock lock = StudyLock.ofStudy(study)) {
      assertThat(lock).isNotNull();
      assertThat(StudyLock.isHeld(study)).isTrue();
      assertThatThrownBy(() -> StudyLock.ofStudy(study))
          .hasMessageContaining("process %d on ".formatted(ProcessHandle.current().pid()))
          .hasMessageEndingWith("writes it; wait for it, or stop it)");
      assertThatThrownBy(() -> StudyLock.ofShard(study, 0, 2)).hasMessageContaining("writes it");
    }
    assertThat(StudyLock.isHeld(study)).isFalse();
    StudyLock.ofStudy(study).close();
  }

  @Test
  void shardsHoldTheirOwnLocksBesideEachOther() throws IOException {
    try (StudyLock zero = StudyLock.ofShard(study, 0, 2);
        StudyLock one = StudyLock.ofShard(study, 1, 2)) {
      assertThat(zero).isNotSameAs(one);
      assertThatThrownBy(() -> StudyLock.ofShard(study, 0, 2)).hasMessageContaining("writes it");
      assertThatThrownBy(() -> StudyLock.ofStudy(study)).hasMessageContaining("writes it");
    }
    StudyLock.ofStudy(study).close();
  }

  @Test
  @Timeout(60)
  void aLockSaysHowItsRunIsGoing() throws IOException {
    Heartbeat said =
        new Heartbeat("a", "s", "local[2]", 2, null, 9, Map.of("failed", 1L), 0, List.of());
    try (StudyLock lock = StudyLock.ofShard(study, 1, 2)) {
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
      assertThatThrownBy(() -> StudyLock.ofShard(study, 1, 2)).hasMessageContaining("writes it");
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
          .hasMessageContaining("(a run has begun there, and laid nothing out yet;");
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
        new LockHolder("another-host", null, 1, 1, Instant.now().toString(), "token", null);
    study.storage().replace("_lock", Json.write(elsewhere));
    assertThatThrownBy(() -> StudyLock.ofStudy(study))
        .hasMessageContaining("process 1 on another-host since ");
    folder.resolve("_lock").toFile().setLastModified(System.currentTimeMillis() - 200_000);
    StudyLock.ofStudy(study).close();
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
            Instant.now().toString(),
            "token",
            null);
    study.storage().replace("_lock", Json.write(namesake));
    assertThat(StudyLock.isHeld(study)).isTrue();
    assertThatThrownBy(() -> StudyLock.ofStudy(study)).hasMessageContaining("writes it");
    folder.resolve("_lock").toFile().setLastModified(System.currentTimeMillis() - 200_000);
    StudyLock.ofStudy(study).close();
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
        new LockHolder("another-host", null, 1, 1, Instant.now().toString(), "token", null);
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
                StudyLock.ofFinish(study, silence).close();
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

  /** A clock that is behind takes every touch for one just made. */
  @Test
  @Timeout(60)
  void whoFinishesDoesNotWaitForEver() throws IOException {
    finishElsewhere();
    assertThatThrownBy(() -> StudyLock.ofFinish(study, Duration.ofSeconds(1)))
        .isInstanceOf(RequestException.class)
        .hasMessageContaining("process 1 on another-host since ");
    assertThat(StudyLock.MOST_SILENCE).isGreaterThan(LockHolder.STALE_AFTER);
  }
}
