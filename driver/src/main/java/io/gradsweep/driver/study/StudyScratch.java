package io.gradsweep.driver.study;

import io.gradsweep.workers.run.ScratchFolders;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The folders in which trials keep what their next attempts go on from, those of a segment
 * together. Only a study on a local or a shared disk has them.
 */
public final class StudyScratch {

  private static final String FOLDER = "_scratch";

  private StudyScratch() {}

  private static Optional<Path> of(Study study) {
    URI folder = study.folder();
    return "file".equals(folder.getScheme())
        ? Optional.of(Path.of(folder.getPath(), FOLDER))
        : Optional.empty();
  }

  /** The folder of a segment's trials, which need not be there; empty for a study that has none. */
  public static Optional<Path> of(Study study, PartName part) {
    return of(study).map(folder -> folder.resolve(part.stem()));
  }

  /** Deletes what trials of a segment have kept: its rows are published. */
  public static void delete(Study study, PartName part) {
    of(study, part).ifPresent(ScratchFolders::delete);
  }

  /** Deletes what any trial has kept: no row is missing, or none is wanted. */
  public static void deleteAll(Study study) {
    of(study).ifPresent(ScratchFolders::delete);
  }
}
