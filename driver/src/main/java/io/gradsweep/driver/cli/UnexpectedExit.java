package io.gradsweep.driver.cli;

import io.gradsweep.workers.run.ExitCalls;
import java.io.PrintWriter;
import java.util.Optional;

/**
 * A call of System.exit that is not ours: a trial's, a library's, or Spark's after an error that
 * nobody catches. Unless it is reported, a command ends silently, as if it were done.
 */
final class UnexpectedExit {

  private static final String SPARKS = "org.apache.spark.";

  private static volatile boolean told;

  private UnexpectedExit() {}

  /** Makes such an end reported from now on, with exit status 3. */
  static void watch(PrintWriter err) {
    Runtime.getRuntime().addShutdownHook(new Thread(() -> tell(err), "unexpected exit"));
  }

  private static void tell(PrintWriter err) {
    Optional<StackTraceElement> call =
        ExitCalls.first().filter(line -> !line.getClassName().equals(Main.class.getName()));
    if (call.isPresent() && !told) {
      err.printf("Cannot go on: %s%n", words(call.orElseThrow()));
      err.flush();
      Runtime.getRuntime().halt(Exit.SYSTEM_FAILED);
    }
  }

  /** Sets whether other code reports it, with the consequences for a study. */
  static void isTold(boolean bySomebody) {
    told = bySomebody;
  }

  /**
   * @param call the line that called System.exit
   */
  static String words(StackTraceElement call) {
    return call.getClassName().startsWith(SPARKS)
        ? "Spark has ended this process after an error that no thread of it survives (Spark's log: %s)"
            .formatted(SystemLog.place())
        : "this process was ended by System.exit, called at %s.%s(%s:%d)"
            .formatted(
                call.getClassName(),
                call.getMethodName(),
                call.getFileName(),
                call.getLineNumber());
  }
}
