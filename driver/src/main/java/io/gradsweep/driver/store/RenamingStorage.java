package io.gradsweep.driver.store;

import java.io.IOException;
import java.util.Arrays;
import java.util.UUID;

/** Where a file can be written under an unused name, and get its own name in one step. */
abstract class RenamingStorage implements Storage {

  /** Writes a file whole beside where it belongs, and returns its name. */
  abstract String writeBeside(String path, byte[] content) throws IOException;

  /** Gives a file another, unused name in one step; false where somebody else was faster. */
  abstract boolean moveAside(String path, String unused) throws IOException;

  static String beside(String path) {
    return path + "." + UUID.randomUUID() + ".tmp";
  }

  @Override
  public boolean createIfAbsent(String path, byte[] content) throws IOException {
    if (exists(path)) {
      return false;
    }
    String written = writeBeside(path, content);
    boolean created = publish(written, path);
    if (!created) {
      delete(written);
    }
    return created;
  }

  @Override
  public void replace(String path, byte[] content) throws IOException {
    publishReplacing(writeBeside(path, content), path);
  }

  /** Of two that try, one moves the file aside and the other finds none. */
  @Override
  public boolean replaceIf(String path, byte[] expected, byte[] content) throws IOException {
    String aside = beside(Study.TEMPORARY + "/" + path);
    if (!moveAside(path, aside)) {
      return false;
    }
    if (!Arrays.equals(expected, read(aside).orElse(expected))) {
      publish(aside, path); // another has replaced it since: theirs stands
      return false;
    }
    delete(aside);
    return createIfAbsent(path, content);
  }
}
