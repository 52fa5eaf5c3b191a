package io.gradsweep.driver.report;

import io.gradsweep.driver.RequestException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.UUID;

/**
 * A report on the disk. It appears whole or not at all, and replaces an earlier report, but other
 * files only on request.
 */
public final class ReportFile {

  private static final int HEAD = 1024;

  private ReportFile() {}

  /**
   * Refuses a path at which no report may be written, before any work is done.
   *
   * @param replacing whether any file may be replaced
   * @throws RequestException if there is a folder or a file that is not a report, or if its folder
   *     is missing or not writable
   */
  public static void require(Path file, boolean replacing) throws IOException {
    if (Files.isDirectory(file)) {
      throw new RequestException("Cannot write report: %s (a folder)".formatted(file));
    }
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      throw new RequestException("Cannot write report: %s (a device, not a file)".formatted(file));
    }
    Path folder = file.toAbsolutePath().getParent();
    if (!Files.isDirectory(folder)) {
      throw new RequestException("Cannot write report: %s (no such folder)".formatted(folder));
    }
    if (!Files.isWritable(folder)) {
      throw new RequestException(
          "Cannot write report: %s (its folder is not writable; give another --output)"
              .formatted(file));
    }
    if (!replacing && Files.exists(file) && !isReport(file)) {
      throw new RequestException(
          "Cannot write report: %s (holds something else; give another --output, or --force)"
              .formatted(file));
    }
  }

  private static boolean isReport(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      String head = new String(in.readNBytes(HEAD), StandardCharsets.UTF_8);
      return head.contains("content=\"" + Frame.GENERATOR + "\"");
    }
  }

  public static void write(Path file, String page) throws IOException {
    Path target = file.toAbsolutePath();
    Path partial =
        target.resolveSibling("." + target.getFileName() + "." + UUID.randomUUID() + ".tmp");
    try {
      Files.writeString(partial, page);
      Files.move(
          partial, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(partial);
    }
  }
}
