package io.gradsweep.driver.cli;

import io.gradsweep.driver.job.SparkRuntime;
import io.gradsweep.driver.store.StudyLock;
import java.io.IOException;
import java.io.PrintWriter;

/**
 * What happens on Ctrl-C while a sweep runs: the job is cancelled, the lock is given back, and the
 * command that resumes is printed. The JVM then ends with status 130 by itself.
 */
final class Interruption implements AutoCloseable {

  private final Thread hook;
  private volatile SparkRuntime spark;

  Interruption(String resume, StudyLock lock, PrintWriter err) {
    hook =
        new Thread(
            () -> {
              try {
                leave(resume, lock, err);
              } finally {
                Runtime.getRuntime().halt(Exit.INTERRUPTED);
              }
            },
            "interruption");
    Runtime.getRuntime().addShutdownHook(hook);
  }

  private void leave(String resume, StudyLock lock, PrintWriter err) {
    if (spark != null) {
      spark.cancel();
    }
    try {
      lock.close();
    } catch (IOException e) {
      err.println("Cannot give the lock back: " + e.getMessage());
    }
    err.println();
    err.println("interrupted; what is published stays. To go on:");
    err.println("  " + resume);
    err.flush();
  }

  void cancels(SparkRuntime running) {
    spark = running;
  }

  /** The run has ended by itself: a later end of the JVM is no interruption. */
  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException shuttingDown) {
      awaitHalt();
    }
  }

  /** The hook has the word now, and ends the JVM: nothing else may be said. */
  private static void awaitHalt() {
    try {
      Thread.sleep(Long.MAX_VALUE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
