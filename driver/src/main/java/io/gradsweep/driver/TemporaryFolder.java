package io.gradsweep.driver;

import io.gradsweep.workers.run.Mounts;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The folder for temporary files, according to Java's setting. DuckDB, Parquet's codecs and others
 * unpack their native libraries there, and fail with misleading messages if they cannot.
 */
public final class TemporaryFolder {

  /** Least free space: DuckDB's library alone has 60 MB. */
  private static final long LEAST_MEGABYTES = 100;

  private static final long MEGABYTE = 1_000_000;

  /** The folder once found usable: unpacked files stay, even if room becomes scarce later. */
  private static volatile Path good;

  private TemporaryFolder() {}

  public static Path path() {
    return Path.of(System.getProperty("java.io.tmpdir"));
  }

  /**
   * @throws SystemFailure if libraries cannot be unpacked there, or not be run
   */
  public static void requireUsable() {
    Path folder = path();
    Optional<String> fault = folder.equals(good) ? Optional.empty() : fault(folder);
    if (fault.isPresent()) {
      throw new SystemFailure(
          ("Cannot use temporary folder: %s (%s; set TMPDIR to a folder with %d MB free, in which"
                  + " programs may run)")
              .formatted(folder, fault.get(), LEAST_MEGABYTES));
    }
    good = folder;
  }

  private static Optional<String> fault(Path folder) {
    try {
      Files.delete(Files.createTempFile(folder, "gradsweep-", null));
      long free = Files.getFileStore(folder).getUsableSpace() / MEGABYTE;
      if (free < LEAST_MEGABYTES) {
        return Optional.of("%d MB free".formatted(free));
      }
      return Mounts.forbidPrograms(folder)
          ? Optional.of("no program may run there: it is mounted noexec")
          : Optional.empty();
    } catch (IOException e) {
      return Optional.of(reason(e));
    }
  }

  private static String reason(IOException e) {
    if (e instanceof NoSuchFileException) {
      return "there is no such folder";
    }
    if (e instanceof AccessDeniedException) {
      return "permission denied";
    }
    boolean isSaid = e instanceof FileSystemException file && file.getReason() != null;
    return isSaid ? ((FileSystemException) e).getReason() : SystemFailure.firstLine(e);
  }
}
