package io.gradsweep.driver.cli;

import io.gradsweep.driver.RequestException;
import io.gradsweep.driver.storage.Storage;
import io.gradsweep.results.trial.Shown;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** Parses folders as typed: a path, or any URI that Hadoop knows. */
final class Folders {

  private static final Pattern SCHEME = Pattern.compile("[a-zA-Z][a-zA-Z0-9+.-]+:.*");

  private Folders() {}

  static URI of(String typed) {
    try {
      URI folder =
          SCHEME.matcher(typed).matches()
              ? new URI(typed)
              : Path.of(typed).toAbsolutePath().normalize().toUri();
      requireNoCredential(folder);
      if (!typed.isBlank() && folder.getPath() != null) {
        return folder;
      }
    } catch (URISyntaxException | InvalidPathException e) {
      throw wrong(typed);
    }
    throw wrong(typed);
  }

  /**
   * Refuses Hadoop's old form, s3a://KEY:SECRET@BUCKET, which would appear in a process list and in
   * messages.
   */
  private static void requireNoCredential(URI folder) {
    String authority = folder.getRawAuthority();
    if (authority != null
        && authority.contains("@")
        && !Storage.UNTRIED.contains(folder.getScheme())) {
      throw new RequestException(
          "Cannot use folder: %s://…@%s%s (must not contain credentials: docs/clusters.md)"
              .formatted(
                  folder.getScheme(),
                  authority.substring(authority.lastIndexOf('@') + 1),
                  folder.getRawPath()));
    }
  }

  private static RequestException wrong(String typed) {
    return new RequestException(
        "Cannot use folder: '%s' (must be a path, or a URI such as hdfs://host/folder)"
            .formatted(Shown.briefly(typed)));
  }
}
