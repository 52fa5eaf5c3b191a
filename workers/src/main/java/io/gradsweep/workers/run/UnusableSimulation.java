package io.gradsweep.workers.run;

import java.lang.reflect.InvocationTargetException;
import java.util.Arrays;
import java.util.ServiceConfigurationError;

/** Thrown if a class named as a simulation cannot be used; the message says why. */
public final class UnusableSimulation extends RuntimeException {

  private static final long serialVersionUID = 1;

  private UnusableSimulation(String message, Throwable cause) {
    super(message, cause);
  }

  static UnusableSimulation because(String reason) {
    return new UnusableSimulation(reason, null);
  }

  /** Made for a class that does not exist, or of which a lookup cannot make an instance. */
  static UnusableSimulation of(ServiceConfigurationError e) {
    return new UnusableSimulation(e.getMessage().replaceFirst("^[\\w.]+: ", ""), e);
  }

  /** Made for a class whose initialiser, constructor or declaration throws. */
  static UnusableSimulation of(Class<?> type, Throwable thrown) {
    Throwable root = thrown;
    while (root.getCause() != null && isWrapping(root)) {
      root = root.getCause();
    }
    String words = root.getMessage();
    String reason =
        root instanceof IllegalArgumentException && words != null
            ? words
            : root.getClass().getName() + line(type, root) + (words == null ? "" : ": " + words);
    return new UnusableSimulation("class %s: %s".formatted(type.getName(), reason), thrown);
  }

  private static boolean isWrapping(Throwable e) {
    return e instanceof ServiceConfigurationError
        || e instanceof ExceptionInInitializerError
        || e instanceof InvocationTargetException;
  }

  private static String line(Class<?> type, Throwable root) {
    return Arrays.stream(root.getStackTrace())
        .filter(frame -> frame.getClassName().equals(type.getName()) && frame.getLineNumber() > 0)
        .findFirst()
        .map(frame -> " at line " + frame.getLineNumber())
        .orElse("");
  }
}
