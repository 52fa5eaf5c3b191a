package io.gradsweep.driver.storage;

import io.gradsweep.driver.cluster.ServerProcess;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Promises of every storage, on HDFS. */
class HadoopStorageIT extends TestStorage.Contract {

  private static ServerProcess server;

  @BeforeAll
  static void start(@TempDir Path data) throws IOException {
    server = ServerProcess.hdfs(data);
  }

  @AfterAll
  static void stop() {
    server.close();
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
}
