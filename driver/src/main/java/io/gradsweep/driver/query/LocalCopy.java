package io.gradsweep.driver.query;

import io.gradsweep.driver.store.PartName;
import io.gradsweep.driver.store.Study;
import io.gradsweep.results.trial.CanonicalHash;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.UUID;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.io.SeekableInputStream;

/**
 * The parts of a remote study on the local disk. Parts never change once published, so a file that
 * is there with the right length is the part.
 */
final class LocalCopy {

  private LocalCopy() {}

  /** The folder to read from: the study's own where it is local. */
  static Path of(Study study) throws IOException {
    if (study.storage().localFolder().isPresent()) {
      return study.storage().localFolder().get();
    }
    String key = new CanonicalHash("gradsweep-cache-1").part(study.folder().toString()).hex();
    Path cache =
        Path.of(System.getProperty("user.home"), ".cache", "gradsweep", key.substring(0, 32));
    for (String table : List.of(Study.TRIALS, Study.TRAJECTORIES)) {
      Files.createDirectories(cache.resolve(table));
      for (PartName part : study.readable(table)) {
        String path = table + "/" + part.file();
        copy(study.storage().input(path), cache.resolve(path));
      }
    }
    return cache;
  }

  private static void copy(InputFile part, Path target) throws IOException {
    if (Files.exists(target) && Files.size(target) == part.getLength()) {
      return;
    }
    Path partial = target.resolveSibling(target.getFileName() + "." + UUID.randomUUID() + ".tmp");
    try (SeekableInputStream in = part.newStream()) {
      Files.copy(in, partial);
      Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(partial);
    }
  }
}
