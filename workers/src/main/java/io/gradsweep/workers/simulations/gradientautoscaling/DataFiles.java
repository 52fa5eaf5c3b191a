package io.gradsweep.workers.simulations.gradientautoscaling;

import io.gradsweep.workers.api.UnusableParameter;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/**
 * Opens the user's files of images. A folder is a path, or a URL of a scheme that this JVM can
 * open, including Hadoop's file systems if a driver is on its class path.
 */
final class DataFiles {

  private DataFiles() {}

  /** The name of a file in a folder, as it can be opened and stands in messages. */
  static String name(String folder, String file) {
    return folder.replaceAll("/+$", "") + "/" + file;
  }

  static InputStream open(String name) throws IOException {
    return new BufferedInputStream(raw(name));
  }

  private static InputStream raw(String name) throws IOException {
    try {
      return name.matches("[a-zA-Z][a-zA-Z0-9+.-]+:.*")
          ? url(name).openStream()
          : Files.newInputStream(Path.of(name));
    } catch (InvalidPathException e) {
      throw new IOException(e);
    }
  }

  private static URL url(String name) throws IOException {
    try {
      return URI.create(name).toURL();
    } catch (MalformedURLException | IllegalArgumentException e) {
      throw new IOException("not a URL that can be opened here", e);
    }
  }

  /** The refusal of a file whose bytes are not those of the data set. */
  static UnusableParameter damaged(String name, String found, String right) {
    return new UnusableParameter(
        "Cannot use images of %s: %s (%s; the file is damaged)".formatted(name, found, right));
  }
}
