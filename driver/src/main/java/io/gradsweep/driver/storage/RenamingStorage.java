package io.gradsweep.driver.storage;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.Arrays;
import java.util.UUID;
import java.util.regex.Pattern;

/** Storage on which a file can be written under an unused name and renamed in one step. */
public abstract class RenamingStorage implements Storage {

  private static final Pattern BESIDE =
      Pattern.compile(".+[.][0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}[.]tmp");
  private static final String ASIDE = ".aside.tmp";
  private static final int MOST_TRIES = 10;

  /**
   * Writes a whole file beside its final place, and returns its name.
   *
   * @throws FileNotFoundException if it was deleted before it was whole
   */
  abstract String writeBeside(String path, byte[] content) throws IOException;

  /** Gives a file an unused name beside its own, in one step; false if somebody was faster. */
  abstract boolean moveAside(String path, String unused) throws IOException;

  static String beside(String path) {
    return path + "." + UUID.randomUUID() + ".tmp";
  }

  /** Whether a name is that of a file that was about to get its final name. */
  public static boolean isBeside(String name) {
    return BESIDE.matcher(name).matches();
  }

  /** Whether a name is that of a file that a process has moved aside, to examine it. */
  public static boolean isAside(String name) {
    return name.endsWith(ASIDE);
  }

  /**
   * Creates a file. The temporary file may be deleted as a dead process's by a process that has
   * just got the lock of the study, while it is written or when it is whole: then the name exists,
   * or is free for another try.
   */
  @Override
  public boolean createIfAbsent(String path, byte[] content) throws IOException {
    for (int tries = 1; !exists(path); tries++) {
      try {
        String written = writeBeside(path, content);
        boolean created = publish(written, path);
        if (!created) {
          delete(written);
        }
        return created;
      } catch (NoSuchFileException | FileNotFoundException e) {
        if (tries == MOST_TRIES) {
          throw e;
        }
      }
    }
    return false;
  }

  @Override
  public void replace(String path, byte[] content) throws IOException {
    publishReplacing(writeBeside(path, content), path);
  }

  /** Replaces a file; of two that try, one moves the file aside and the other finds none. */
  @Override
  public boolean replaceIf(String path, byte[] expected, byte[] content) throws IOException {
    String aside = "%s.%s%s".formatted(path, UUID.randomUUID(), ASIDE);
    if (!Arrays.equals(expected, read(path).orElse(null)) || !moveAside(path, aside)) {
      return false;
    }
    byte[] moved = read(aside).orElse(null);
    boolean asExpected = Arrays.equals(expected, moved);
    if (moved != null && !asExpected) {
      publish(aside, path); // another has replaced it since: that one stays
    }
    delete(aside);
    return asExpected && createIfAbsent(path, content);
  }
}
