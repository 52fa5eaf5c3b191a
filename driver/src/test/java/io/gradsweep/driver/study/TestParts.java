package io.gradsweep.driver.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradsweep.driver.RequestException;
import io.gradsweep.driver.SystemFailure;
import io.gradsweep.driver.cli.Gradsweep;
import io.gradsweep.driver.storage.HadoopStorage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Damage is found through Hadoop as on the local disk, and in copies of a remote study. */
class TestParts {

  private static final String PART = "trials/g0000-s00000.parquet";

  @TempDir private Path folder;
  private Path file;
  private Study remote;

  @BeforeEach
  void run() throws IOException {
    Path sweep =
        Gradsweep.write(folder, "sweep: s", "simulation: quadratic", "record: {points: 4}");
    Path study = folder.resolve("study");
    Gradsweep.run("run", sweep.toString(), "--out", study.toString(), "-q");
    file = study.resolve(PART);
    remote = new Study(new HadoopStorage(study.toUri()));
  }

  private void flip(Path changed, int at) throws IOException {
    byte[] bytes = Files.readAllBytes(changed);
    bytes[at] ^= 1;
    Files.write(changed, bytes);
  }

  @Test
  void bytesAreComparedWhereverTheyLie() throws IOException {
    assertThatCode(() -> Parts.requireIntact(remote, remote.files())).doesNotThrowAnyException();
    flip(file, 100);
    assertThatThrownBy(() -> Parts.requireIntact(remote, remote.files()))
        .isInstanceOf(RequestException.class)
        .hasMessageContaining(PART + ": its bytes have changed (delete it");
  }

  @Test
  void footersAreSealed() throws IOException {
    flip(file, (int) Files.size(file) - 300);
    assertThatThrownBy(() -> Parts.facts(remote, remote.files()))
        .isInstanceOf(RequestException.class)
        .hasMessageContaining(PART + ": its footer has changed (delete it");
  }

  /** Nobody is told to delete a part because its copy is damaged. */
  @Test
  void aDamagedCopyIsThrownAway() throws IOException {
    Path copies = Files.createDirectories(folder.resolve("copies/trials")).getParent();
    Files.createDirectory(copies.resolve("trajectories"));
    for (String path : new String[] {PART, "trajectories/g0000-s00000.parquet"}) {
      Files.copy(folder.resolve("study").resolve(path), copies.resolve(path));
    }
    flip(copies.resolve(PART), 100);
    assertThatThrownBy(() -> Parts.requireIntact(remote, remote.files(), Optional.of(copies)))
        .isInstanceOf(SystemFailure.class)
        .hasMessageContaining("the same command copies it again");
    assertThatCode(() -> Parts.requireIntact(remote, remote.files())).doesNotThrowAnyException();
    assertThat(copies.resolve(PART)).doesNotExist();
    flip(file, 100);
    Files.copy(file, copies.resolve(PART));
    assertThatThrownBy(() -> Parts.requireIntact(remote, remote.files(), Optional.of(copies)))
        .isInstanceOf(RequestException.class)
        .hasMessageContaining(PART + ": its bytes have changed (delete it");
  }
}
