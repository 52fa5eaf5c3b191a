package io.gradsweep.driver.cli;

import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** The log of this command, for warnings of Spark, Hadoop and ours; without any, there is none. */
final class SystemLog {

  private SystemLog() {}

  /** Where it is; what somebody says who has none, as under spark-submit, goes to its output. */
  static String place() {
    return System.getProperty("gradsweep.log", "what spark-submit shows");
  }

  /** Names the log if there is something in it: nobody looks for a file that nobody names. */
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
