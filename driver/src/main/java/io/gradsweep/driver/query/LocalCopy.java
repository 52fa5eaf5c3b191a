package io.gradsweep.driver.query;

import io.gradsweep.driver.storage.Storage;
import io.gradsweep.driver.study.DataFile;
import io.gradsweep.driver.study.Study;
import io.gradsweep.driver.study.StudyFiles;
import io.gradsweep.driver.study.StudyNames;
import io.gradsweep.results.trial.CanonicalHash;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.io.SeekableInputStream;

/**
 * Copies of the parts of a remote study on the local disk. A copy is valid as long as its length
 * and time equal the part's: a repetition, or a fresh start, publishes other parts under the same
 * names.
 */
final class LocalCopy implements AutoCloseable {

  private static final List<String> TABLES = List.of(StudyNames.TRIALS, StudyNames.TRAJECTORIES);

  private final Path folder;
  private final Optional<CacheFolder> cache;

  private LocalCopy(Path folder, Optional<CacheFolder> cache) {
    this.folder = folder;
    this.cache = cache;
  }

  /** Copies missing parts; uses the study's own folder if it is local. */
  static LocalCopy of(Study study, StudyFiles files) throws IOException {
    if (study.storage().isLocal()) {
      return new LocalCopy(study.storage().localFolder().get(), Optional.empty());
    }
    String key = new CanonicalHash("gradsweep-cache-1").part(study.folder().toString()).hex();
    Path cache =
        Path.of(System.getProperty("user.home"), ".cache", "gradsweep", key.substring(0, 32));
    for (String table : TABLES) {
      Files.createDirectories(cache.resolve(table));
    }
    CacheFolder.deleteIfUnread(cache, () -> deleteOthers(cache, files));
    CacheFolder reading = CacheFolder.read(cache);
    boolean copied = false;
    try {
      copyAll(study, files, cache);
      copied = true;
      return new LocalCopy(cache, Optional.of(reading));
    } finally {
      if (!copied) {
        reading.close();
      }
    }
  }

  /** Folder of the copies; empty if the study's own files are read. */
  Optional<Path> copies() {
    return cache.map(c -> folder);
  }

  /** The folder to read from, until this is closed. */
  Path folder() {
    return folder;
  }

  @Override
  public void close() throws IOException {
    if (cache.isPresent()) {
      cache.get().close();
    }
  }

  private static void copyAll(Study study, StudyFiles files, Path cache) throws IOException {
    for (String table : TABLES) {
      for (String name : files.names(table)) {
        String path = table + "/" + name;
        copy(study.storage().input(path), files.entry(table, name), cache.resolve(path));
      }
    }
  }

  /** Deletes copies of files that a compaction has replaced, which would stay for ever. */
  private static void deleteOthers(Path cache, StudyFiles files) throws IOException {
    for (String table : TABLES) {
      deleteOthers(cache.resolve(table), files.names(table));
    }
  }

  private static void deleteOthers(Path folder, List<String> names) throws IOException {
    try (Stream<Path> cached = Files.list(folder)) {
      for (Path file : cached.toList()) {
        String name = file.getFileName().toString();
        if (DataFile.isOne(name) && !names.contains(name)) {
          Files.deleteIfExists(file);
        }
      }
    }
  }

  private static void copy(InputFile part, Storage.StoredFile listed, Path target)
      throws IOException {
    FileTime published = FileTime.fromMillis(listed.modifiedMillis());
    if (Files.exists(target)
        && Files.size(target) == part.getLength()
        && Files.getLastModifiedTime(target).equals(published)) {
      return;
    }
    Path partial = target.resolveSibling(target.getFileName() + "." + UUID.randomUUID() + ".tmp");
    try (SeekableInputStream in = part.newStream()) {
      Files.copy(in, partial);
      Files.setLastModifiedTime(partial, published);
      Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(partial);
    }
  }
}
