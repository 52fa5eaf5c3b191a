package io.gradsweep.driver.job;

import io.gradsweep.driver.RequestException;
import io.gradsweep.driver.SystemFailure;
import io.gradsweep.driver.rewrite.SegmentSplit;
import io.gradsweep.driver.rows.PartFooter;
import io.gradsweep.driver.spark.SparkRuntime;
import io.gradsweep.driver.study.DataFile;
import io.gradsweep.driver.study.Generation;
import io.gradsweep.driver.study.Generation.Segment;
import io.gradsweep.driver.study.Inventory;
import io.gradsweep.driver.study.LatestSweep;
import io.gradsweep.driver.study.LostTrial;
import io.gradsweep.driver.study.PartName;
import io.gradsweep.driver.study.Parts;
import io.gradsweep.driver.study.PlanTally;
import io.gradsweep.driver.study.Plans;
import io.gradsweep.driver.study.Study;
import io.gradsweep.driver.study.StudyDeletion;
import io.gradsweep.driver.study.StudyLock;
import io.gradsweep.driver.study.StudyNames;
import io.gradsweep.driver.study.StudySegments;
import io.gradsweep.results.outcome.StatusCounts;
import io.gradsweep.sweeps.plan.Plan;
import io.gradsweep.sweeps.spec.Sweep;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Runs the trials of a plan that a study lacks: those of a new study, the rest of an interrupted
 * one, or the additional ones of a grown plan. Existing rows are never computed again, except on
 * request.
 */
public final class StudyRun {

  /**
   * The work that is left to do.
   *
   * @param done published rows, including those of other plans
   * @param lost trials that are put last
   */
  public record Work(
      List<Generation> generations,
      List<Segment> pending,
      PartFooter done,
      TrialCounts trials,
      Forecast forecast,
      List<LostTrial> lost) {

    /** Rows of other plans. */
    public long otherRows() {
      return done.trials() - trials.done();
    }
  }

  /**
   * Numbers of trials.
   *
   * @param done trials of the plan that have a row
   * @param pending trials of the pending segments
   * @param dropped trials of earlier plans that have no row, and are not run
   * @param estimated whether a number is estimated, because counting would be too expensive
   */
  public record TrialCounts(long done, long pending, long dropped, boolean estimated) {}

  private final Study study;
  private final RunRequest request;
  private final Set<String> differences = new TreeSet<>();

  public StudyRun(Study study, RunRequest request) {
    this.study = study;
    this.request = request;
  }

  /**
   * The run as it would begin now: of a design, with the rounds that lie in the study, or the first
   * one. Writes nothing.
   */
  public StudyRun begun() throws IOException {
    return request.plan().isDesign()
        ? new StudyRun(study, new RoundSteps(study, request).begin())
        : this;
  }

  public RunRequest request() {
    return request;
  }

  /**
   * Checks the study, and refuses a request that it does not fit. Writes nothing.
   *
   * @throws RequestException if the folder or the study's plan does not fit; the message names the
   *     difference
   */
  public void check() throws IOException {
    new StudyCheck(study, request).requireFit();
  }

  /** Trials that can run at the same time on this machine. */
  public int slotsHere() {
    return Slots.share(request.plan()).slotsHere();
  }

  /** Differences between executors' environments and the one here, as far as trials have run. */
  Set<String> differences() {
    return Collections.unmodifiableSet(differences);
  }

  /** Changes below the simulation since the study was laid out, as far as known. */
  Optional<String> changedEnvironment() throws IOException {
    return new CodeHistory(study, request.plan().simulation()).changedEnvironment();
  }

  /**
   * Lays out the work as {@link #prepare} would, without writing anything.
   *
   * @param slots trials that can run at the same time
   */
  public Work look(int slots) throws IOException {
    GenerationLayout.Preview look = new GenerationLayout(study, request, slots).looked();
    return work(look.generations(), published(), look.added());
  }

  /**
   * Lays out a generation for new trials, and writes it before anything runs.
   *
   * @param published the parts found before, all intact
   * @param spark the Spark on which the trials will run; empty if there is nothing to run
   */
  public Work prepare(int slots, Map<DataFile, PartFooter> published, Optional<SparkRuntime> spark)
      throws IOException {
    forgetOtherCode(published);
    study.storage().createFolders(StudyNames.TRIALS);
    study.storage().createFolders(StudyNames.TRAJECTORIES);
    List<Generation> generations = new GenerationLayout(study, request, slots).written(spark);
    study.writeSweep(Plans.text(request.plan()));
    return work(generations, separated(generations, published), Optional.empty());
  }

  /** Deletes what was laid out for other code, without any row by it. */
  void forgetOtherCode(Map<DataFile, PartFooter> published) throws IOException {
    if (published.isEmpty() && new CodeHistory(study, request.plan().simulation()).isOther()) {
      StudyDeletion.results(study); // no row is by that other code, and none may be
    }
  }

  /**
   * Names the settings that differ from those of the sweep that was run last. They are not part of
   * a trial: they apply to trials run from now on, and existing rows stay as they are.
   */
  public List<String> changedSettings() throws IOException {
    List<String> changed = new ArrayList<>();
    Optional<Sweep> before = LatestSweep.given(study).map(Plan::sweep);
    Sweep now = request.plan().sweep();
    if (before.isPresent()
        && !before.get().execution().recording().equals(now.execution().recording())) {
      changed.add("record");
    }
    if (before.isPresent()
        && !before.get().execution().timeLimit().equals(now.execution().timeLimit())) {
      changed.add("time_limit");
    }
    return changed;
  }

  /**
   * The existing parts.
   *
   * @throws RequestException if one is damaged, or not the study's
   */
  public Map<DataFile, PartFooter> published() throws IOException {
    Inventory.requireOwnParts(study);
    return Parts.facts(study, study.files());
  }

  /**
   * Separates segments that are to be repeated into parts of their own. Shards that do so at the
   * same time wait for each other.
   */
  private Map<DataFile, PartFooter> separated(
      List<Generation> generations, Map<DataFile, PartFooter> published) throws IOException {
    if (request.repeated().isEmpty()) {
      return published;
    }
    StudyLock lock = StudyLock.ofFinish(study);
    try {
      PlanTally tally = new PlanTally(Plans.of(generations));
      Map<PartName, Long> repeated = RepeatedTrials.of(study, request, published(), tally);
      SegmentSplit.of(study, repeated.keySet(), lock);
      return published();
    } finally {
      lock.close();
    }
  }

  /** Whether trials may have to be run; if finding out needs a Spark context, it counts as work. */
  public boolean hasWork(Map<DataFile, PartFooter> published) throws IOException {
    List<Generation> generations = study.generations();
    if (request.turn().next().filter(next -> next.round().isEnd()).isPresent()) {
      return false;
    }
    Set<PartName> there = WorkSearch.segments(published);
    return GenerationLayout.isNew(study, generations, request)
        || !request.repeated().isEmpty()
        || StudySegments.of(generations)
            .live()
            .map(Segment::part)
            .anyMatch(segment -> request.takes(segment) && !there.contains(segment));
  }

  /**
   * @param added the expected time of the last generation, if it would be new
   */
  private Work work(
      List<Generation> generations, Map<DataFile, PartFooter> published, Optional<Forecast> added)
      throws IOException {
    return new WorkSearch(study, request, generations, published, added).found();
  }

  /**
   * Runs the pending segments. Those that were started are run to their end and published, unless
   * somebody has stopped the run.
   *
   * @param limit of the failures of the whole session
   * @param lock under which it runs, and which shows its progress
   * @throws SystemFailure if the job ended well but a segment is missing
   * @throws RequestException if no segment would end before the deadline
   */
  RunEnd run(
      SparkRuntime spark, Work work, FailureLimit limit, StudyLock lock, SweepWatcher watcher)
      throws IOException {
    if (work.pending().isEmpty()) {
      return RunEnd.WHOLE;
    }
    PendingRun pending = new PendingRun(study, request, spark, work, limit, lock, watcher);
    try {
      return pending.run();
    } finally {
      differences.addAll(pending.differences());
    }
  }

  /** Receives the number of trials of this run by status. */
  public interface SweepWatcher {
    void show(StatusCounts counts);
  }

  /**
   * Writes the manifest, and marks the study finished if every segment is published. Takes the lock
   * under which studies are finished.
   */
  public PartFooter finish() throws IOException {
    return new StudyFinish(study, request).finish();
  }
}
