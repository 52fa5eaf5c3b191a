package io.gradsweep.driver.study;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradsweep.driver.storage.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
