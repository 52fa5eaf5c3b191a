package io.gradsweep.driver.query;

import io.gradsweep.driver.study.Parts;
import io.gradsweep.driver.study.Study;
import io.gradsweep.driver.study.StudyFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The bytes of the files that an engine reads, held against the sums that were taken when they were
 * written.
 *
 * @param copies where the engine reads them, if that is not the study's own folder
 */
public record PartSums(Study study, StudyFiles files, Optional<Path> copies) {

  /** To read so many bytes takes less than a second, which nobody notices. */
  private static final long FEW_BYTES = 256L << 20;

  /**
   * @throws io.gradsweep.driver.RequestException if files are damaged: names each
   */
  public void require() throws IOException {
    Parts.requireIntact(study, files, copies);
  }

  /** The same, unless a question would have to wait for it: then sizes and footers must do. */
  public void requireIfFew() throws IOException {
    if (files.bytes() <= FEW_BYTES) {
      require();
    }
  }

  /** After an engine's failure: the file that is damaged says more than the engine does. */
  public void nameDamaged() {
    try {
      require();
    } catch (IOException e) {
      return; // gone meanwhile, or out of reach: then the engine's words must do
    }
  }
}
