package io.gradsweep.driver.storage;

import io.gradsweep.driver.RequestException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.io.OutputFile;

/**
 * The folder of a study, by the few operations on which its guarantees rest. Paths are relative to
 * the folder, with {@code /} between names.
 *
 * <p>Three operations decide races, and each has at most one winner: {@link #createIfAbsent},
 * {@link #replaceIf} and {@link #publish}. Each makes only whole files visible.
 */
public interface Storage {

  /** The name of the folder for files that are not published yet. */
  String TEMPORARY = "_tmp";

  /** A file of the folder. */
  record StoredFile(String name, long size, long modifiedMillis) {}

  /** Object stores that are not tested; {@code s3} and {@code s3n} are old names of S3A. */
  Set<String> UNTRIED = Set.of("s3", "s3n", "gs", "abfs", "abfss", "wasb", "wasbs");

  static Storage open(URI folder) {
    String scheme = folder.getScheme() == null ? "file" : folder.getScheme();
    if (scheme.equals("file")) {
      return new LocalStorage(Path.of(folder.getPath()));
    }
    if (UNTRIED.contains(scheme)) {
      throw new RequestException(
          "Cannot use folder: %s (of object stores, s3a://BUCKET/… is supported)"
              .formatted(folder));
    }
    try {
      return scheme.equals("s3a") ? new ObjectStorage(folder) : new HadoopStorage(folder);
    } catch (UncheckedIOException | IllegalArgumentException e) {
      throw new RequestException(
          "Cannot use folder: %s (no such file system: %s)"
              .formatted(folder, (e.getCause() == null ? e : e.getCause()).getMessage()));
    }
  }

  URI folder();

  /** The folder on the local disk, if it is there. */
  default Optional<Path> localFolder() {
    return Optional.empty();
  }

  /** Whether the folder is on a disk of this machine, so that a failed read is the disk's fault. */
  default boolean isLocal() {
    return localFolder().isPresent();
  }

  /** The file in place of the folder or of one above it, in words such as "x is a file". */
  Optional<String> obstacle() throws IOException;

  boolean exists(String path) throws IOException;

  void createFolders(String path) throws IOException;

  /** The whole file, or empty if there is none. */
  Optional<byte[]> read(String path) throws IOException;

  /** Files of a folder, sorted by name; none if the folder does not exist. */
  List<StoredFile> list(String folder) throws IOException;

  /** Names of files and folders in a folder, sorted; none if the folder does not exist. */
  List<String> names(String folder) throws IOException;

  /**
   * Writes a whole small file, unless one of that name exists: then false, and nothing has changed.
   */
  boolean createIfAbsent(String path, byte[] content) throws IOException;

  /** Writes a whole small file, replacing an existing one; readers see the old or the new one. */
  void replace(String path, byte[] content) throws IOException;

  /**
   * Gives a finished file, which was written into the study's folder for temporary files, its final
   * name, unless a file of that name exists: then false, and the unpublished file is still there.
   */
  boolean publish(String finished, String path) throws IOException;

  /** As {@link #publish}, replacing an existing file. Only under the study's lock. */
  void publishReplacing(String finished, String path) throws IOException;

  /**
   * Replaces a small file by another whole one, if it has exactly the expected content; false if
   * another process has changed or replaced it since.
   */
  boolean replaceIf(String path, byte[] expected, byte[] content) throws IOException;

  /** Deletes those of the folders that exist and are empty, in their order. */
  void deleteEmptyFolders(List<String> folders) throws IOException;

  /** Returns once the file is durable (fsync), on storages that can tell. */
  default void force(String path) throws IOException {}

  /** Deletes a file if it exists. */
  void delete(String path) throws IOException;

  OutputFile output(String path);

  InputFile input(String path) throws IOException;
}
