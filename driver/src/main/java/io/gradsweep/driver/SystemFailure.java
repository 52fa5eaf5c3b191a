package io.gradsweep.driver;

/** Thrown if the system failed (disk, cluster): exit status 3. The message says what to do next. */
public final class SystemFailure extends RuntimeException {

  private static final long serialVersionUID = 1;

  public SystemFailure(String message) {
    super(message);
  }

  public SystemFailure(String message, Throwable cause) {
    super(message, cause);
  }

  /** The first line of the message; Spark and child processes append a stack trace. */
  public static String firstLine(Throwable failure) {
    return String.valueOf(failure.getMessage())
        .strip()
        .lines()
        .findFirst()
        .orElse("no reason given");
  }
}
