package io.gradsweep.workers.program;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.gradsweep.results.trial.Shown;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The first line of a script, which names what runs it: the system says only that it is not there.
 */
final class FirstLine {

  private static final String MARK = "#!";
  private static final int MOST_BYTES = 256;

  private FirstLine() {}

  /** The reason why the system cannot run a file; empty if its first line does not tell. */
  static Optional<String> fault(Path script) {
    String line = read(script);
    if (!line.startsWith(MARK)) {
      return Optional.empty();
    }
    String interpreter = line.substring(MARK.length()).strip();
    if (line.endsWith("\r")) {
      return Optional.of(
          "its lines end as on Windows, and %s with a CR is no command (must end with LF alone)"
              .formatted(Shown.briefly(interpreter)));
    }
    String file = interpreter.split("[ \t]", 2)[0];
    boolean isThere =
        file.indexOf('\0') < 0
            && Files.isExecutable(Path.of(file))
            && !Files.isDirectory(Path.of(file));
    return isThere
        ? Optional.empty()
        : Optional.of(
            "its first line names an interpreter that is not here: %s"
                .formatted(Shown.briefly(file)));
  }

  private static String read(Path script) {
    try (InputStream in = Files.newInputStream(script)) {
      String text = new String(in.readNBytes(MOST_BYTES), UTF_8);
      int end = text.indexOf('\n');
      return end < 0 ? text : text.substring(0, end);
    } catch (IOException e) {
      return "";
    }
  }
}
