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
 * The folder in which a study lives, by the few operations that its guarantees rest on. Paths are
 * relative to the folder, with {@code /} between names.
 *
 * <p>Three operations decide races, and each has one winner at most: {@link #createIfAbsent},
 * {@link #replaceIf} and {@link #publish}. What either has made visible is whole.
 */
public interface Storage {

  /** The name of the folder in which files lie until they are published. */
  String TEMPORARY = "_tmp";

  /** A file of the folder. */
  record StoredFile(String name, long size, long modifiedMillis) {}

  /** Object stores that nobody has tried; {@code s3} and {@code s3n} are old names of S3A. */
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

  /** The folder on the local disk, where it is there. */
  default Optional<Path> localFolder() {
    return Optional.empty();
  }

  /** Whether the folder lies on a disk of this machine, so that a failed read is the disk's. */
  default boolean isLocal() {
    return localFolder().isPresent();
  }

  /**
   * The file that stands where the folder or one above it would have to be, such as "x is a file".
   */
  Optional<String> obstacle() throws IOException;

  boolean exists(String path) throws IOException;

  void createFolders(String path) throws IOException;

  /** The whole file, or empty where there is none. */
  Optional<byte[]> read(String path) throws IOException;

  /** Files of a folder, sorted by name; none where the folder does not exist. */
  List<StoredFile> list(String folder) throws IOException;

  /** Names of files and folders in a folder, sorted; none where the folder does not exist. */
  List<String> names(String folder) throws IOException;

  /** Writes a small file whole, unless one of that name exists: then false, and nothing changed. */
  boolean createIfAbsent(String path, byte[] content) throws IOException;

  /** Writes a small file whole, in place of what may be there; readers see the old or the new. */
  void replace(String path, byte[] content) throws IOException;

  /**
   * Gives a finished file, which was written into the study's folder for temporary files, its final
   * name, unless a file of that name exists: then false, and the unpublished file is still there.
   */
  boolean publish(String finished, String path) throws IOException;

  /** As {@link #publish}, in place of what may be there. Only under the study's lock. */
  void publishReplacing(String finished, String path) throws IOException;

  /**
   * Writes a small file whole in place of one that holds exactly what is expected; false where
   * another process has changed or replaced it since.
   */
  boolean replaceIf(String path, byte[] expected, byte[] content) throws IOException;

  /** Deletes those of these folders that are there and empty, in their order. */
  void deleteEmptyFolders(List<String> folders) throws IOException;

  /** Comes back when a finished file outlives a failure of the power, where a disk says so. */
  default void force(String path) throws IOException {}

  /** Deletes a file if it is there. */
  void delete(String path) throws IOException;

  OutputFile output(String path);

  InputFile input(String path) throws IOException;
}
