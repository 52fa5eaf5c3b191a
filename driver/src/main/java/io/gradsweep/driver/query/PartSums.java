package io.gradsweep.driver.query;

import io.gradsweep.driver.study.Parts;
import io.gradsweep.driver.study.Study;
import io.gradsweep.driver.study.StudyFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Compares the bytes of the files that an engine reads with the checksums of their writing.
 *
 * @param copies the folder from which the engine reads, if it is not the study's own
 */
public record PartSums(Study study, StudyFiles files, Optional<Path> copies) {

  /** Number of bytes that can be read in less than a second, which nobody notices. */
  private static final long FEW_BYTES = 256L << 20;

  /**
   * @throws io.gradsweep.driver.RequestException if files are damaged: names each
   */
  public void require() throws IOException {
    Parts.requireIntact(study, files, copies);
  }

  /** The same, unless a query would have to wait for it: then sizes and footers must suffice. */
  public void requireIfFew() throws IOException {
    if (files.bytes() <= FEW_BYTES) {
      require();
    }
  }

  /**
   * Names a damaged file after an engine's failure, which is more helpful than the engine's
   * message.
   */
  public void nameDamaged() {
    try {
      require();
    } catch (IOException e) {
      return; // gone meanwhile, or unreachable: then the engine's words must suffice
    }
  }
}
