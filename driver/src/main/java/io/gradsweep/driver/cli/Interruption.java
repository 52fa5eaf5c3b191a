package io.gradsweep.driver.cli;

import io.gradsweep.driver.job.RunSession;
import io.gradsweep.driver.spark.SparkRuntime;
import io.gradsweep.driver.study.AttemptMarker;
import io.gradsweep.driver.study.PartName;
import io.gradsweep.driver.study.Study;
import io.gradsweep.driver.study.StudyLock;
import io.gradsweep.workers.run.ExitCalls;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * A shutdown hook for the time of a run: cancels the job and releases the lock. After Ctrl-C the
 * command that resumes is printed, and the JVM ends with status 130. If a trial, or Spark because
 * of one, has called System.exit, the command goes on in another process, with its trials guarded.
 */
final class Interruption implements RunSession.Hold {

  /** Most time to wait for trials that are about to end, since the user has pressed Ctrl-C. */
  private static final Duration MOST_WAIT = Duration.ofSeconds(1);

  private final Thread hook;
  private volatile SparkRuntime spark;

  /**
   * @param ours the segments that this command runs
   */
  Interruption(
      String resume, Study study, Predicate<PartName> ours, StudyLock lock, PrintWriter err) {
    hook =
        new Thread(
            () -> {
              int status = Exit.INTERRUPTED;
              try {
                Optional<StackTraceElement> exit = ExitCalls.first();
                status =
                    exit.isPresent() && runsTrials()
                        ? goOn(exit.orElseThrow(), resume, study, lock, err)
                        : leave(exit, resume, study, ours, lock, err);
              } catch (IOException e) {
                err.println("Cannot give the study back: " + e.getMessage());
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              } finally {
                Runtime.getRuntime().halt(status);
              }
            },
            "interruption");
    Runtime.getRuntime().addShutdownHook(hook);
    UnexpectedExit.isTold(true);
  }

  /**
   * @param exit where System.exit was called, if that ends this JVM, which then was not interrupted
   */
  private int leave(
      Optional<StackTraceElement> exit,
      String resume,
      Study study,
      Predicate<PartName> ours,
      StudyLock lock,
      PrintWriter err)
      throws IOException {
    try {
      if (spark != null) {
        spark.silence();
        spark.cancel();
        spark.awaitTasks(MOST_WAIT);
      }
      AttemptMarker.forgiveFromNowOn(study, ours);
    } finally {
      lock.close();
      tell(exit.map(UnexpectedExit::words).orElse("interrupted"), resume, err);
    }
    return exit.isPresent() ? Exit.SYSTEM_FAILED : Exit.INTERRUPTED;
  }

  private int goOn(
      StackTraceElement exit, String resume, Study study, StudyLock lock, PrintWriter err)
      throws IOException, InterruptedException {
    spark.silence();
    spark.cancel();
    AttemptMarker.markPoisoned(study);
    lock.close();
    err.println();
    err.println(UnexpectedExit.words(exit) + "; from here on, trials have processes of their own");
    err.flush();
    if (Restart.isPossible()) {
      return Restart.run();
    }
    tell("stopped", resume, err);
    return Exit.SYSTEM_FAILED;
  }

  /**
   * Whether trials run in this JVM, so that a caller of System.exit is a trial; elsewhere a trial
   * ends another JVM.
   */
  private boolean runsTrials() {
    return spark != null && spark.isLocal();
  }

  private static void tell(String what, String resume, PrintWriter err) {
    err.println();
    err.println(what + "; what is published stays. To go on:");
    err.println("  " + resume);
    err.flush();
  }

  @Override
  public void cancels(SparkRuntime running) {
    spark = running;
  }

  /**
   * Notes that the run has ended by itself, so that a later end of the JVM is not an interruption.
   */
  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
      UnexpectedExit.isTold(false);
    } catch (IllegalStateException shuttingDown) {
      awaitHalt();
    }
  }

  /** Waits for the hook to end the JVM, so that nothing else is printed. */
  private static void awaitHalt() {
    try {
      Thread.sleep(Long.MAX_VALUE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
