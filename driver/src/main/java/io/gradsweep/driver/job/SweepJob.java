package io.gradsweep.driver.job;

import io.gradsweep.driver.RequestException;
import io.gradsweep.driver.SystemFailure;
import io.gradsweep.driver.spark.SparkRuntime;
import io.gradsweep.driver.study.Generation.Segment;
import io.gradsweep.driver.study.StudyLock;
import io.gradsweep.results.outcome.StatusCounts;
import java.io.IOException;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.spark.SparkException;
import org.apache.spark.api.java.JavaFutureAction;

/** Runs the segments on Spark, one task each, most expensive first, and reports progress. */
final class SweepJob {

  private static final long LOOK_EVERY_MILLIS = 250;

  /** A task that lives so long has found something to do, by its executor's clock and look. */
  private static final long MOST_MILLIS_IN_VAIN = 1000;

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /**
   * Property of a thread's jobs that keeps Spark from telling where their parts come from, in JSON
   * that only its web page draws: two hundred classes would be loaded to write it.
   */
  private static final String NO_SCOPE = "spark.rdd.scope.noOverride";

  /** Receives the number of trials by status. */
  interface Watcher {
    void look(StatusCounts counts) throws IOException;

    /** The moment since which tasks are sent out in vain; the largest number if they are not. */
    long inVainSince();
  }

  private final SparkRuntime spark;
  private final StudyLock lock;
  private final SegmentTask task;
  private final StatusAccumulator counts;
  private final Watcher watcher;
  private final long trials;

  /**
   * @param lock shows the job's progress to readers of the study
   * @param counts the accumulator in which the task counts
   * @param trials number of trials in all segments
   */
  SweepJob(
      SparkRuntime spark,
      StudyLock lock,
      SegmentTask task,
      StatusAccumulator counts,
      Watcher watcher,
      long trials) {
    this.spark = spark;
    this.lock = lock;
    this.task = task;
    this.counts = counts;
    this.watcher = watcher;
    this.trials = trials;
  }

  /**
   * Runs segments until each is published, put off, or not begun. Ten thousands that would only be
   * passed over take their time to be sent out, and are not.
   *
   * @param lostEnds ends of trials that are put last and may run now
   * @return whether all tasks have ended; false if somebody has stopped the job
   */
  boolean run(List<Segment> segments, int lostEnds) throws IOException {
    // Generations in order, so that an old one is whole before a new one starts.
    List<Segment> ordered =
        segments.stream()
            .sorted(
                Comparator.comparingInt(Segment::generation)
                    .thenComparing(Comparator.comparingDouble(Segment::seconds).reversed()))
            .toList();
    JobProgress progress = new JobProgress(counts, ordered);
    try {
      spark.context().sc().addSparkListener(progress);
      spark.context().setLocalProperty(NO_SCOPE, "true");
      lock.say(new JobHeartbeat(spark, progress, trials)::now);
      List<long[]> arguments =
          ordered.stream().map(each -> SegmentTask.argument(each, lostEnds)).toList();
      JavaFutureAction<Void> job =
          spark.context().parallelize(arguments, arguments.size()).foreachAsync(task);
      boolean ended = await(job, progress);
      watcher.look(progress.counts());
      return ended;
    } catch (IllegalStateException e) { // a context that Spark has stopped answers so
      throw spark.givenUp(e).map(RuntimeException.class::cast).orElse(e);
    } finally {
      lock.say(() -> null);
      spark.context().sc().removeSparkListener(progress);
    }
  }

  private boolean await(JavaFutureAction<Void> job, JobProgress progress) throws IOException {
    while (true) {
      try {
        job.get(LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS);
        return true;
      } catch (TimeoutException stillRunning) {
        watcher.look(progress.counts());
        if (isInVain(progress)) {
          job.cancel(true);
          spark.awaitTasks(PATIENCE);
          return true;
        }
      } catch (CancellationException e) {
        requireGoing(e);
        return false;
      } catch (ExecutionException e) {
        requireNoWrongFile(e);
        requireGoing(e.getCause());
        throw new SystemFailure(
            "Cannot finish the sweep: %s (what is published stays; %s; run the same command to go on)"
                .formatted(cause(e.getCause()), spark.logs()),
            e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        job.cancel(true);
        return false;
      }
    }
  }

  /** Whether no task runs but those that were sent out in vain. */
  private boolean isInVain(JobProgress progress) {
    return progress.hasLeftBehind(
        Math.max(watcher.inVainSince(), System.currentTimeMillis() - MOST_MILLIS_IN_VAIN));
  }

  private void requireGoing(Throwable thrown) {
    Optional<SystemFailure> givenUp = spark.givenUp(thrown);
    if (givenUp.isPresent()) {
      throw givenUp.get();
    }
  }

  /**
   * Reports a damaged file with its whole message: running the same command again would not repair
   * it.
   */
  private static void requireNoWrongFile(Throwable thrown) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof RequestException wrong) {
        throw wrong;
      }
    }
  }

  /** Unwraps the exception that a task threw from the one that Spark reports. */
  private static String cause(Throwable thrown) {
    Throwable cause = thrown;
    while (cause instanceof SparkException && cause.getCause() != null) {
      cause = cause.getCause();
    }
    return SystemFailure.firstLine(cause);
  }
}
