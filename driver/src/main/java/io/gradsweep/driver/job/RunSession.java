package io.gradsweep.driver.job;

import io.gradsweep.driver.RequestException;
import io.gradsweep.driver.SystemFailure;
import io.gradsweep.driver.job.StudyRun.Request;
import io.gradsweep.driver.job.StudyRun.Work;
import io.gradsweep.driver.rewrite.Compaction;
import io.gradsweep.driver.rows.PartFooter;
import io.gradsweep.driver.spark.SparkOnDemand;
import io.gradsweep.driver.spark.SparkRuntime;
import io.gradsweep.driver.study.DataFile;
import io.gradsweep.driver.study.Inventory;
import io.gradsweep.driver.study.PartName;
import io.gradsweep.driver.study.Study;
import io.gradsweep.driver.study.StudyDeletion;
import io.gradsweep.driver.study.StudyFolder;
import io.gradsweep.driver.study.StudyLock;
import java.io.IOException;
import java.util.List;
import java.util.Map;
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
  public record Result(PartFooter facts, RunEnd end) {

    boolean isWhole() {
      return end == RunEnd.WHOLE;
    }
  }

  private final Study study;
  private final Optional<RoundSteps> rounds;

  /** Of a design, of its present step. */
  private volatile StudyRun run;

  private final boolean fresh;
  private final Supplier<SparkRuntime> start;
  private final Listener listener;

  /**
   * @param fresh whether the study's results are deleted first; confirmed before
   * @param spark starts the Spark for the trials, if there are some to run
   */
  public RunSession(
      Study study,
      Request request,
      boolean fresh,
      Supplier<SparkRuntime> spark,
      Listener listener) {
    this.study = study;
    this.run = new StudyRun(study, request);
    this.rounds =
        request.plan().isDesign() ? Optional.of(new RoundSteps(study, request)) : Optional.empty();
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
  public Result run() throws IOException {
    if (!fresh) {
      run.check();
    }
    boolean isNew = fresh || !study.exists();
    List<String> ours = Study.folders(study.storage().exists(""));
    Result result;
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
    return run.request().shards() > 1;
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
        ? StudyLock.ofShard(study, run.request().shard(), run.request().shards(), listener::note)
        : StudyLock.ofStudy(study, listener::note);
  }

  private Result underLock(SparkOnDemand spark) throws IOException {
    try (StudyLock lock = lock();
        Hold hold = listener.holds(lock, part -> run.request().takes(part))) {
      Result result = locked(lock, spark, hold);
      if (result.isWhole() && !isSharded()) {
        compact(lock);
      }
      return result;
    }
  }

  private Result locked(StudyLock lock, SparkOnDemand source, Hold hold) throws IOException {
    if (!isSharded()) {
      StudyDeletion.remains(study);
    }
    run.check(); // again: another process may have written between the first look and the lock
    if (rounds.isPresent()) {
      rounds.get().change().ifPresent(listener::note);
      run = new StudyRun(study, rounds.get().begin());
    }
    Step step;
    boolean nothingToDo;
    // Spark first: if it does not start, the study stays as it is
    try (source) {
      step = step(lock, source, hold);
      nothingToDo = step.work().pending().isEmpty();
      while (step.end() == RunEnd.WHOLE) {
        Others others = others();
        if (others == Others.OUT_OF_TIME) {
          step = new Step(step.inventory(), step.work(), RunEnd.OUT_OF_TIME);
        } else if (others == Others.GONE || others == Others.DONE && !goesOn()) {
          break;
        } else {
          step = step(lock, source, hold);
          nothingToDo &= step.work().pending().isEmpty();
        }
      }
    }
    if (step.work().droppedTrials() > 0) {
      listener.note(
          "not run: %d trials that the sweep does not hold any more"
              .formatted(step.work().droppedTrials()));
    }
    if (nothingToDo) {
      step.inventory().requireRowsAsWritten(study);
    }
    PartFooter facts =
        nothingToDo && step.inventory().isFinished() ? step.work().done() : run.finish();
    if (nothingToDo) {
      String whose = isSharded() ? "this shard" : "the plan";
      listener.note("nothing to do: all trials of " + whose + " have a row");
    }
    return new Result(facts, step.end());
  }

  /** A part of a session: the whole of it, or a round of a design. */
  private record Step(Inventory inventory, Work work, RunEnd end) {}

  private Step step(StudyLock lock, SparkOnDemand source, Hold hold) throws IOException {
    Inventory inventory = Inventory.of(study);
    inventory.notes().forEach(listener::note);
    Map<DataFile, PartFooter> published = inventory.facts();
    noteChangedSettings(published);
    run.changedEnvironment().ifPresent(listener::note);
    SparkRuntime spark = run.hasWork(published) ? source.get() : null;
    hold.cancels(spark);
    Work work = run.prepare(run.slotsHere(), published, Optional.ofNullable(spark));
    if (work.pending().isEmpty()) {
      return new Step(inventory, work, RunEnd.WHOLE);
    }
    run.finish(); // a reader meanwhile finds a manifest that says "not yet"
    return new Step(inventory, work, runPending(spark, work, lock));
  }

  /** Goes to the next round of a design; false if there is none. */
  private boolean goesOn() throws IOException {
    if (rounds.isEmpty()) {
      return false;
    }
    Optional<Request> next = rounds.get().next();
    if (next.isPresent()) {
      next.get().next().map(NextRound::words).ifPresent(listener::note);
      run = new StudyRun(study, next.get());
    }
    return next.isPresent();
  }

  /** What became of the segments of other shards. */
  private enum Others {
    /** They are published. */
    DONE,
    /** Some will be run by this shard. */
    DEAD,
    /** Some are run by nobody. */
    GONE,
    OUT_OF_TIME
  }

  /**
   * Looks after the segments of other shards, when this one has nothing more to do. The next round
   * of a design is decided by all of them, so that this one waits while others live.
   */
  private Others others() throws IOException {
    if (!isSharded()) {
      return Others.DONE;
    }
    OtherShards others = new OtherShards(study, run.request());
    OtherShards.Look look = others.await(rounds.isPresent());
    if (look.isOutOfTime()) {
      return Others.OUT_OF_TIME;
    }
    if (!look.dead().isEmpty()) {
      listener.note("taking over from %s, which died".formatted(others.words(look.dead())));
      run = new StudyRun(study, run.request().helping(look.dead()));
      return Others.DEAD;
    }
    if (look.behind().isEmpty()) {
      return Others.DONE;
    }
    if (rounds.isPresent()) {
      listener.note(
          "the next round waits for %s, which did not begin, or ended in order. Run them, then again:%n  %s"
              .formatted(others.words(look.behind()), listener.resume()));
    }
    return Others.GONE;
  }

  private void noteChangedSettings(Map<DataFile, PartFooter> published) throws IOException {
    if (published.isEmpty()) {
      return;
    }
    for (String setting : run.changedSettings()) {
      listener.note(
          setting
              + " has changed: it holds for trials that are run from now on, rows that are there"
              + " stay");
    }
  }

  private RunEnd runPending(SparkRuntime spark, Work work, StudyLock lock) throws IOException {
    try (TrialWatch progress = listener.starts(work)) {
      return run.run(spark, work, lock, progress);
    }
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
