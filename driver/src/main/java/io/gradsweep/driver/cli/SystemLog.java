package io.gradsweep.driver.cli;

import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/**
 * The log of this command, for warnings of Spark, Hadoop and gradsweep; not created without any.
 */
final class SystemLog {

  private SystemLog() {}

  /** The log's place; without a log, as under spark-submit, messages go to the output. */
  static String place() {
    return System.getProperty("gradsweep.log", "what spark-submit shows");
  }

  /** Names the log if it is not empty, so that it is found. */
  static void tell(PrintStream err) {
    String log = System.getProperty("gradsweep.log");
    try {
      if (log != null && Files.exists(Path.of(log))) {
        err.printf("log: %s%n", log);
      }
    } catch (InvalidPathException e) {
      return; // no log at all
    }
  }
}
