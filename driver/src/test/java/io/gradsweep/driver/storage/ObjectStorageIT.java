package io.gradsweep.driver.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradsweep.driver.cluster.ServerProcess;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Promises of every storage, on an S3 server. */
class ObjectStorageIT extends TestStorage.Contract {

  @TempDir private static Path data;
  private static ServerProcess server;

  @BeforeAll
  static void start() throws IOException {
    server = ServerProcess.s3(data);
    server.settingsWithCredential().forEach(System::setProperty);
  }

  @AfterAll
  static void stop() {
    server.close();
    server.settingsWithCredential().keySet().forEach(System::clearProperty);
  }

  @Override
  Storage storage() {
    return Storage.open(URI.create(server.folder() + "/" + folder.getFileName()));
  }

  @Test
  void ofManyPublishersExactlyOneWins() throws Exception {
    race(10);
  }

  @Test
  void aFileIsCreatedWhoeverDeletesWhatLiesBesideIt() throws Exception {
    createAmongDeletions();
  }

  /** Half a file is never in the store, under any name. */
  @Test
  void whatIsNotPublishedIsNotInTheStore() throws IOException {
    storage().createFolders("_tmp");
    storage().replace("_tmp/1", bytes("half"));
    assertThat(storage().exists("_tmp/1")).isTrue();
    assertThat(storage().names("")).isEmpty();
    try (Stream<Path> files = Files.walk(data.resolve("s3"))) {
      assertThat(files.map(Path::toString)).noneMatch(f -> f.contains(folder.getFileName() + "/"));
    }
    storage().delete("_tmp/1");
  }

  @Test
  void aBucketThatDoesNotExistIsNamed() {
    Storage elsewhere = Storage.open(URI.create("s3a://no-such-bucket/study"));
    assertThatThrownBy(() -> elsewhere.createIfAbsent("_lock", bytes("one")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("no-such-bucket");
  }
}
