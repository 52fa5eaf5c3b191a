package io.gradsweep.workers.run;

import java.io.PrintWriter;
import java.io.StringWriter;

/** Formats reasons for a column: one line, bounded, the same for the same cause. */
public final class Reasons {

  private static final int MOST_CHARACTERS = 500;

  /** Most characters kept of a failure's details. */
  static final int MOST_DETAILS = 8_000;

  private Reasons() {}

  /** The exception, its message, and the line that threw it. */
  static String of(Throwable thrown) {
    StackTraceElement[] trace = thrown.getStackTrace();
    String where = trace.length == 0 ? "" : " at " + trace[0];
    String message = thrown.getMessage() == null ? "" : ": " + thrown.getMessage();
    return line(thrown.getClass().getName() + message + where);
  }

  /** The stack trace, as far as it fits into {@link #MOST_DETAILS} characters. */
  static String trace(Throwable thrown) {
    StringWriter text = new StringWriter();
    thrown.printStackTrace(new PrintWriter(text, true));
    return text.getBuffer().length() <= MOST_DETAILS
        ? text.toString()
        : text.getBuffer().substring(0, MOST_DETAILS) + "…\n";
  }

  /** A text as one line, bounded. */
  public static String line(String text) {
    String line = text.replaceAll("\\s+", " ").strip();
    return line.length() <= MOST_CHARACTERS ? line : line.substring(0, MOST_CHARACTERS - 1) + "…";
  }
}
