package io.gradsweep.workers.run;

/** Reasons as they stand in a column: one line, bounded, the same for the same cause. */
final class Reasons {

  private static final int MOST_CHARACTERS = 500;

  private Reasons() {}

  /** What was thrown, its message, and the line that threw it. */
  static String of(Throwable thrown) {
    StackTraceElement[] trace = thrown.getStackTrace();
    String where = trace.length == 0 ? "" : " at " + trace[0];
    String message = thrown.getMessage() == null ? "" : ": " + thrown.getMessage();
    return line(thrown.getClass().getName() + message + where);
  }

  static String line(String text) {
    String line = text.replaceAll("\\s+", " ").strip();
    return line.length() <= MOST_CHARACTERS ? line : line.substring(0, MOST_CHARACTERS - 1) + "…";
  }
}
