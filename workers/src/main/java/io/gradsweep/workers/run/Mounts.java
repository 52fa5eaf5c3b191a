package io.gradsweep.workers.run;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/** Linux's table of the file systems that this process sees. */
public final class Mounts {

  private static final Path TABLE = Path.of("/proc/self/mountinfo");
  private static final int POINT = 4;
  private static final int OPTIONS = 5;
  private static final Pattern OCTAL = Pattern.compile("\\\\([0-7]{3})");

  private Mounts() {}

  /**
   * Whether an existing folder forbids that programs and libraries run from it; false if unknown.
   */
  public static boolean forbidPrograms(Path folder) {
    try {
      return forbidPrograms(
          folder.toRealPath(), Files.readAllLines(TABLE, StandardCharsets.ISO_8859_1));
    } catch (IOException e) {
      return false; // not Linux, or not a folder
    }
  }

  /** If two mounts contain a folder, the longer one counts; of equal ones, the later. */
  static boolean forbidPrograms(Path folder, List<String> table) {
    return table.stream()
        .map(line -> line.split(" "))
        .filter(mount -> mount.length > OPTIONS && folder.startsWith(point(mount)))
        .reduce(
            (one, other) -> point(one).getNameCount() > point(other).getNameCount() ? one : other)
        .filter(mount -> Arrays.asList(mount[OPTIONS].split(",")).contains("noexec"))
        .isPresent();
  }

  /** Decodes a name: the table has spaces and the like as octal bytes of UTF-8. */
  private static Path point(String[] mount) {
    String bytes =
        OCTAL
            .matcher(mount[POINT])
            .replaceAll(
                m -> String.valueOf((char) Integer.parseInt(m.group(1), 8)).replace("\\", "\\\\"));
    return Path.of(new String(bytes.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8));
  }
}
