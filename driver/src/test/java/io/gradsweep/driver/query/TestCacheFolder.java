package io.gradsweep.driver.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradsweep.driver.JavaProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestCacheFolder {

  @TempDir private Path folder;

  private boolean isDeletedIn() throws IOException {
    Path copy = Files.writeString(folder.resolve("copy"), "x");
    CacheFolder.deleteIfUnread(folder, () -> Files.delete(copy));
    return Files.notExists(copy);
  }

  @Test
  void nothingIsDeletedWhileAnybodyReads() throws IOException {
    assertThat(isDeletedIn()).isTrue();
    CacheFolder one = CacheFolder.read(folder);
    CacheFolder two = CacheFolder.read(folder);
    one.close();
    one.close();
    assertThat(isDeletedIn()).isFalse();
    two.close();
    assertThat(isDeletedIn()).isTrue();
  }

  /** Tries to delete, and exits with 1 where it may. */
  static final class Deleter {
    private Deleter() {}

    public static void main(String[] arguments) throws IOException {
      CacheFolder.deleteIfUnread(Path.of(arguments[0]), () -> System.exit(1));
    }
  }

  private int exitOfDeleter() throws Exception {
    Process deleter =
        JavaProcess.start(
            folder.resolve("log"),
            List.of(),
            System.getProperty("java.class.path"),
            List.of(Deleter.class.getName(), folder.toString()),
            Map.of());
    assertThat(deleter.waitFor(1, TimeUnit.MINUTES)).isTrue();
    return deleter.exitValue();
  }

  @Test
  void anotherProcessDeletesNothingEither() throws Exception {
    try (CacheFolder reading = CacheFolder.read(folder)) {
      assertThat(reading.path()).isEqualTo(folder);
      assertThat(exitOfDeleter()).isZero();
    }
    assertThat(exitOfDeleter()).isEqualTo(1);
  }
}
