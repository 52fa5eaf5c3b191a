package io.gradsweep.workers.run;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Finds out who ends this JVM; to be called by its shutdown hooks. */
public final class ExitCalls {

  private ExitCalls() {}

  /** The threads that have called System.exit, and from where; none if a signal ends the JVM. */
  public static Map<Thread, StackTraceElement[]> now() {
    return Thread.getAllStackTraces().entrySet().stream()
        .filter(thread -> Arrays.stream(thread.getValue()).anyMatch(ExitCalls::isCall))
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  /** The line that has called System.exit; empty if a signal ends the JVM. */
  public static Optional<StackTraceElement> first() {
    return now().values().stream().flatMap(trace -> caller(trace).stream()).findFirst();
  }

  /**
   * The innermost line outside the JDK that led to the call. Lines above the call show what it has
   * reached by now, such as a shutdown hook that overrides {@code start}.
   */
  static Optional<StackTraceElement> caller(StackTraceElement[] trace) {
    return Arrays.stream(trace)
        .dropWhile(frame -> !isCall(frame))
        .filter(frame -> !"java.base".equals(frame.getModuleName()))
        .findFirst();
  }

  private static boolean isCall(StackTraceElement frame) {
    return frame.getClassName().equals(Runtime.class.getName())
        && frame.getMethodName().equals("exit");
  }
}
