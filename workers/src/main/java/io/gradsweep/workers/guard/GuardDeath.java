package io.gradsweep.workers.guard;

import io.gradsweep.results.outcome.FailureKind;
import io.gradsweep.workers.run.Reasons;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The reason why a JVM ended, in the same words for the same cause.
 *
 * @param reason one line
 * @param byAnybody whether the signal that ended it may have come from anybody, so that the running
 *     trial need not be the cause
 */
record GuardDeath(String reason, boolean byAnybody) {

  private static final Pattern SIGNAL = Pattern.compile("(?m)^#\\s+(SIG[A-Z]+) \\(0x");

  /** The words of a crash report for a signal sent by a process. */
  private static final Pattern SENT =
      Pattern.compile("(?m)^siginfo: si_signo: .*si_code: 0 \\(SI_USER\\)");

  private static final Pattern FRAME =
      Pattern.compile("(?m)^# Problematic frame:\\s*^# (\\S+ .*)$");
  private static final Pattern INTERNAL = Pattern.compile("(?m)^#\\s+Internal Error \\(");
  private static final Pattern NO_MEMORY =
      Pattern.compile("(?m)^# There is insufficient memory for the Java Runtime Environment");

  private static final Pattern CRASH =
      Pattern.compile("(?m)^# A fatal error has been detected|" + NO_MEMORY.pattern());

  /** Lines of a crash report that repeat the command line and the environment. */
  private static final Pattern SETTINGS =
      Pattern.compile(
          "(Command Line|jvm_args|java_command|java_class_path \\(initial\\)|Launcher Type"
              + "|[A-Z][A-Z0-9_]*=|-D).*|.*-D[^ ]*=.*");

  private static final int KILL = 9;
  private static final int BEYOND_SIGNALS = 128;

  /**
   * @param status exit status; 128 plus a number if a signal ended it
   * @param exiting whether it has announced an orderly end
   * @param said its output, including a crash report
   */
  static GuardDeath of(int status, boolean exiting, String said) {
    String reason = reason(status, exiting, said);
    return new GuardDeath(reason, FailureKind.KILLED.isOf(reason) || SENT.matcher(said).find());
  }

  private static String reason(int status, boolean exiting, String said) {
    Matcher signal = SIGNAL.matcher(said);
    if (signal.find()) {
      Matcher frame = FRAME.matcher(said);
      return Reasons.line(
          FailureKind.CRASHED.reason(
              signal.group(1) + (frame.find() ? " in " + frame.group(1) : "")));
    }
    if (INTERNAL.matcher(said).find()) {
      return FailureKind.CRASHED.reason("internal error of the JVM");
    }
    if (NO_MEMORY.matcher(said).find()) {
      return FailureKind.EXHAUSTED.reason("the system has no memory left for the JVM");
    }
    if (exiting) {
      return FailureKind.EXITED.reason("System.exit(%d)".formatted(status));
    }
    if (status == GuardedMain.OUT_OF_MEMORY) {
      return FailureKind.EXHAUSTED.reason("java.lang.OutOfMemoryError");
    }
    if (status == BEYOND_SIGNALS + KILL) {
      return FailureKind.KILLED.reason(
          "signal 9 (SIGKILL, as the system sends if memory runs out)");
    }
    if (status > BEYOND_SIGNALS) {
      return FailureKind.KILLED.reason("signal " + (status - BEYOND_SIGNALS));
    }
    return FailureKind.EXITED.reason("status %d, without System.exit".formatted(status));
  }

  /**
   * Removes the settings that a crashing JVM repeats from its output, because they may contain a
   * secret.
   */
  static String withoutSettings(String said) {
    if (!CRASH.matcher(said).find()) {
      return said;
    }
    return said.lines()
        .filter(line -> !SETTINGS.matcher(line).matches())
        .collect(Collectors.joining("\n"));
  }
}
