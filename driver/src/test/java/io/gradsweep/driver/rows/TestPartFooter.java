package io.gradsweep.driver.rows;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradsweep.driver.RequestException;
import io.gradsweep.driver.storage.HadoopStorage;
import io.gradsweep.driver.study.Parts;
import io.gradsweep.driver.study.Study;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import shaded.parquet.org.apache.thrift.TException;

/** Nobody is told to delete a file because it could not be reached. */
class TestPartFooter {

  private static final String PART = "trials/g0000-s00000.parquet";

  @TempDir private Path folder;
  private Study remote;
  private Study local;

  @BeforeEach
  void open() {
    remote = new Study(new HadoopStorage(folder.toUri()));
    local = Study.at(folder.toUri());
  }

  @Test
  void whatANetworkSaysIsPassedOn() {
    IOException network = new IOException("Could not obtain block");
    assertThatThrownBy(() -> Checksums.requireReachable(network, false)).isSameAs(network);
    assertThatThrownBy(() -> Checksums.requireReachable(new RuntimeException(network), false))
        .isSameAs(network);
    assertThatCode(() -> Checksums.requireReachable(network, true)).doesNotThrowAnyException();
  }

  @Test
  void whatParquetSaysOfTheBytesIsNot() throws IOException {
    IOException ofBytes = new IOException("can not read FileMetaData", new TException("type 7"));
    assertThatCode(() -> Checksums.requireReachable(ofBytes, false)).doesNotThrowAnyException();
    Files.createDirectory(folder.resolve("trials"));
    Files.writeString(folder.resolve(PART), "half a file");
    for (Study study : new Study[] {remote, local}) {
      assertThatThrownBy(() -> Parts.columns(study, PART))
          .isInstanceOf(RequestException.class)
          .hasMessageContaining(PART + ": not a whole Parquet file (delete it");
    }
  }
}
