package io.gradsweep.driver.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
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
  void aLockOfADeadProcessIsTakenOver() throws IOException {
    StudyLock.Holder dead =
        new StudyLock.Holder(
            InetAddress.getLocalHost().getHostName(),
            ProcessHandle.current().pid(),
            12345, // the number lives, but it is another process: it started at another time
            Instant.now().toString(),
            "token");
    study.storage().replace("_lock", Json.write(dead));
    assertThat(StudyLock.isHeld(study)).isFalse();
    try (StudyLock lock = StudyLock.ofStudy(study)) {
      assertThat(lock).isNotNull();
      assertThat(StudyLock.isHeld(study)).isTrue();
    }
  }

  @Test
  void aFreshLockOfAnotherHostIsHeld() throws IOException {
    StudyLock.Holder elsewhere =
        new StudyLock.Holder("another-host", 1, 1, Instant.now().toString(), "token");
    study.storage().replace("_lock", Json.write(elsewhere));
    assertThatThrownBy(() -> StudyLock.ofStudy(study))
        .hasMessageContaining("process 1 on another-host since ");
    folder.resolve("_lock").toFile().setLastModified(System.currentTimeMillis() - 200_000);
    StudyLock.ofStudy(study).close();
  }
}
