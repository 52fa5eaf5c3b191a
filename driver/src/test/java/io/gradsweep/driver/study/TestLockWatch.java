package io.gradsweep.driver.study;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.MINUTES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradsweep.driver.storage.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A lock of a process that is not visible from here is held as long as it is touched. */
class TestLockWatch {

  /** Long enough for a lock that nobody touches. */
  private static final LockWatch WATCH = new LockWatch(Duration.ofMillis(120), words -> {});

  @TempDir private Path folder;

  private Study study;

  @BeforeEach
  void open() {
    study = Study.at(folder.toUri());
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
}
