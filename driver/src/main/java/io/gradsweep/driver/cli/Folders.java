package io.gradsweep.driver.cli;

import io.gradsweep.driver.RequestException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** Folders as they are typed: a path, or any URI that Hadoop knows. */
final class Folders {

  private static final Pattern SCHEME = Pattern.compile("[a-zA-Z][a-zA-Z0-9+.-]+:.*");

  private Folders() {}

  static URI of(String typed) {
    try {
      return SCHEME.matcher(typed).matches()
          ? new URI(typed)
          : Path.of(typed).toAbsolutePath().normalize().toUri();
    } catch (URISyntaxException | InvalidPathException e) {
      throw new RequestException(
          "Cannot use folder: '%s' (must be a path or a URI)".formatted(typed));
    }
  }
}
