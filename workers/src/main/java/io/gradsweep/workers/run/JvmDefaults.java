package io.gradsweep.workers.run;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;

/**
 * Pins the defaults that a JVM takes from its surroundings and on which numbers, or names of files
 * and folders, would depend. Every JVM in which gradsweep runs does this before anything else: its
 * own, those of guarded trials, and executors.
 */
public final class JvmDefaults {

  private static final String TEMPORARY = "java.io.tmpdir";
  private static final String HOME = "user.home";
  private static final String USER = "user.name";

  /**
   * Property that names the folder into which JavaCPP unpacks OpenBLAS and LibTorch, if not the
   * home.
   */
  private static final String UNPACKED = "org.bytedeco.javacpp.cachedir";

  /** Java's word for a property of a user that the system does not know. */
  private static final String UNKNOWN = "?";

  private static final Path PROCESS = Path.of("/proc/self");
  private static final boolean NAMELESS = System.getProperty(USER, UNKNOWN).equals(UNKNOWN);

  private JvmDefaults() {}

  /** Pins the defaults. Further calls change nothing. */
  public static void pin() {
    Locale.setDefault(Locale.ROOT); // others write numbers in digits that nothing reads back
    takeTemporaryFolder();
    if (NAMELESS) {
      System.setProperty(USER, "uid-" + userNumber());
    }
    takeHome();
  }

  /** Whether the system has no name for the number of this process's user. */
  public static boolean isNameless() {
    return NAMELESS;
  }

  /** The folder in which OpenBLAS and LibTorch are kept, unpacked. */
  public static Path unpackedInto() {
    String chosen = System.getProperty(UNPACKED);
    return chosen == null ? Path.of(System.getProperty(HOME), ".javacpp") : Path.of(chosen);
  }

  /** Takes TMPDIR, which Java alone ignores. A setting given to Java itself has priority. */
  private static void takeTemporaryFolder() {
    String asked = System.getenv("TMPDIR");
    if (asked == null || asked.isBlank() || asked.equals(System.getProperty(TEMPORARY))) {
      return;
    }
    boolean isGiven =
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
            .anyMatch(option -> option.startsWith("-D" + TEMPORARY + "="));
    if (!isGiven) {
      System.setProperty(TEMPORARY, Path.of(asked).toAbsolutePath().toString());
    }
  }

  /**
   * Takes the home, into which libraries are unpacked and in which copies of remote studies are
   * kept.
   */
  private static void takeHome() {
    Path home = Path.of(System.getProperty(HOME, UNKNOWN));
    if (!home.isAbsolute() || !Files.isWritable(home)) {
      String other = System.getenv("HOME");
      boolean isUsable = other != null && !other.isBlank() && Files.isWritable(Path.of(other));
      home = isUsable ? Path.of(other).toAbsolutePath() : ownFolder();
      System.setProperty(HOME, home.toString());
    }
    if (System.getProperty(UNPACKED) == null && Mounts.forbidPrograms(home)) {
      System.setProperty(UNPACKED, ownFolder().toString());
    }
  }

  /** A temporary folder that nobody else can have made or can write into. */
  private static Path ownFolder() {
    Path all = Path.of(System.getProperty(TEMPORARY));
    Path own = all.resolve("gradsweep-" + userNumber());
    try {
      if (!Files.exists(own, LinkOption.NOFOLLOW_LINKS)) {
        Files.createDirectory(
            own,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      }
      return isOwn(own) ? own : Files.createTempDirectory(all, "gradsweep-");
    } catch (IOException | UnsupportedOperationException e) {
      return own; // its user will report why it cannot be used
    }
  }

  private static boolean isOwn(Path folder) throws IOException {
    return Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)
        && Files.getAttribute(folder, "unix:uid").equals(userNumber());
  }

  private static Object userNumber() {
    try {
      return Files.getAttribute(PROCESS, "unix:uid");
    } catch (IOException | UnsupportedOperationException e) {
      return "unknown"; // not Linux
    }
  }
}
