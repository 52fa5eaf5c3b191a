package io.gradsweep.driver.job;

import io.gradsweep.driver.RequestException;
import io.gradsweep.driver.SystemFailure;
import io.gradsweep.driver.job.StudyRun.Work;
import io.gradsweep.driver.rewrite.Compaction;
import io.gradsweep.driver.rows.PartFooter;
import io.gradsweep.driver.spark.SparkOnDemand;
import io.gradsweep.driver.spark.SparkRuntime;
import io.gradsweep.driver.study.PartName;
import io.gradsweep.driver.study.Study;
import io.gradsweep.driver.study.StudyDeletion;
import io.gradsweep.driver.study.StudyFolder;
import io.gradsweep.driver.study.StudyLock;
import io.gradsweep.driver.study.StudyNames;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Runs a plan over its study, from the first look to the manifest: takes the lock, starts Spark if
 * there is work, runs the trials that have no row yet, and compacts rows in too many files. It may
 * be interrupted anywhere; the same session run again goes on with what is missing.
 */
public final class RunSession {

  /** Receives the events of a session. */
  public interface Listener {

    /** Takes a line for a person. */
    void note(String line);

    /**
     * Called once the lock is held; the returned object is closed before the lock is released.
     *
     * @param ours whether a segment is one of those that the session runs
     */
    Hold holds(StudyLock lock, Predicate<PartName> ours);

    /**
     * Called before trials run; the returned object receives their counts, and is closed when they
     * have run.
     */
    TrialWatch starts(Work work);

    /** The command line that goes on with the session. */
    String resume();

    /** Called if the rows exist, but remain in more files than necessary. */
    void notCompacted(String reason);
  }

  /** Releases the study if the process is ended while the lock is held. */
  public interface Hold extends AutoCloseable {

    /**
     * @param spark the Spark to be cancelled; null if nothing runs
     */
    void cancels(SparkRuntime spark);

    @Override
    void close();
  }

  /** Receives the progress of the trials. */
  public interface TrialWatch extends StudyRun.SweepWatcher, AutoCloseable {
    @Override
    void close();
  }

  /**
   * Result of a session.
   *
   * @param facts facts of all rows that the study has now
   * @param end why it ended
   */
  public record SessionResult(PartFooter facts, RunEnd end) {

    boolean isWhole() {
      return end == RunEnd.WHOLE;
    }
  }

  private final Study study;
  private final StudyRun run;
  private final SessionSteps steps;
  private final boolean fresh;
  private final Supplier<SparkRuntime> start;
  private final Listener listener;

  /**
   * @param fresh whether the study's results are deleted first; confirmed before
   * @param spark starts the Spark for the trials, if there are some to run
   */
  public RunSession(
      Study study,
      RunRequest request,
      boolean fresh,
      Supplier<SparkRuntime> spark,
      Listener listener) {
    this.study = study;
    this.run = new StudyRun(study, request);
    this.steps = new SessionSteps(study, run, listener);
    this.fresh = fresh;
    this.start = spark;
    this.listener = listener;
  }

  /**
   * Runs the missing trials.
   *
   * @throws RequestException if the study does not fit the request; nothing is written then
   * @throws SystemFailure if Spark, the disk or the cluster failed; published rows stay
   */
  public SessionResult run() throws IOException {
    if (!fresh) {
      run.check();
    }
    boolean isNew = fresh || !study.exists();
    List<String> ours = StudyNames.folders(study.storage().exists(""));
    SessionResult result;
    try (SparkOnDemand spark = new SparkOnDemand(start)) {
      if (fresh) {
        deleteResults(spark);
      }
      result = underLock(spark);
    } finally {
      if (isNew && !study.exists()) {
        study.storage().deleteEmptyFolders(ours);
      }
    }
    if (result.isWhole() && isSharded()) {
      compactAfterShard();
    }
    return result;
  }

  private boolean isSharded() {
    return run.request().shard().hasOthers();
  }

  /**
   * Deletes the results as the last step before trials run: all checks have passed, and Spark has
   * started.
   */
  private void deleteResults(SparkOnDemand spark) throws IOException {
    StudyLock lock = StudyLock.ofStudy(study);
    try {
      StudyFolder.requireNothingForeign(study); // again: somebody may have put it there since
      spark.get();
      StudyDeletion.results(study);
    } finally {
      lock.close();
    }
  }

  private StudyLock lock() throws IOException {
    try {
      study.storage().createFolders("");
    } catch (IOException e) {
      throw new RequestException(
          "Cannot use folder: %s (it cannot be made or written; give another --out)"
              .formatted(study.name()));
    }
    return isSharded()
        ? StudyLock.ofShard(
            study, run.request().shard().index(), run.request().shard().shards(), listener::note)
        : StudyLock.ofStudy(study, listener::note);
  }

  private SessionResult underLock(SparkOnDemand spark) throws IOException {
    try (StudyLock lock = lock();
        Hold hold = listener.holds(lock, steps::takes)) {
      SessionResult result = locked(lock, spark, hold);
      if (result.isWhole() && !isSharded()) {
        compact(lock);
      }
      return result;
    }
  }

  private SessionResult locked(StudyLock lock, SparkOnDemand source, Hold hold) throws IOException {
    if (!isSharded()) {
      StudyDeletion.remains(study);
    }
    run.check(); // again: another process may have written between the first look and the lock
    return steps.all(lock, source, hold);
  }

  /**
   * Compacts the study. It has its rows, so many files are no failure.
   *
   * @throws RequestException if a file turns out to be damaged
   */
  private void compact(StudyLock lock) {
    try {
      if (study.isMarkedFinished() && Compaction.isDue(study)) {
        listener.note("compacted: " + Compaction.of(study, lock).words());
      }
    } catch (IOException | SystemFailure | OutOfMemoryError e) {
      listener.notCompacted(e.getMessage());
    }
  }

  /** Compacts after the last of several shards; earlier ones leave it to the others. */
  private void compactAfterShard() throws IOException {
    if (study.isMarkedFinished() && Compaction.isDue(study)) {
      Optional<StudyLock> free = StudyLock.ofStudySoon(study);
      if (free.isPresent()) {
        try {
          compact(free.get());
        } finally {
          free.get().close();
        }
      }
    }
  }
}
