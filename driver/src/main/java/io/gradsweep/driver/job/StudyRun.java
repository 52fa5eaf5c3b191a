package io.gradsweep.driver.job;

import io.gradsweep.driver.RequestException;
import io.gradsweep.driver.SystemFailure;
import io.gradsweep.driver.store.DataFile;
import io.gradsweep.driver.store.Extraction;
import io.gradsweep.driver.store.Generation;
import io.gradsweep.driver.store.Generation.Segment;
import io.gradsweep.driver.store.LostTrial;
import io.gradsweep.driver.store.PartFacts;
import io.gradsweep.driver.store.PartName;
import io.gradsweep.driver.store.Parts;
import io.gradsweep.driver.store.SegmentSearch;
import io.gradsweep.driver.store.StartMark;
import io.gradsweep.driver.store.Study;
import io.gradsweep.driver.store.StudyDeletion;
import io.gradsweep.driver.store.StudyLock;
import io.gradsweep.results.outcome.Status;
import io.gradsweep.sweeps.plan.Plan;
import io.gradsweep.workers.run.RunSettings;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Makes a study hold what a plan asks for: a new study, the rest of one that was interrupted, or
 * what a grown plan has more. What is there already is never run again, unless asked for.
 */
public final class StudyRun {

  /**
   * How a plan is to be run.
   *
   * @param extend keep trials that the plan does not hold, instead of refusing
   * @param sameNumbers take code that differs under one version as code that gives the same numbers
   * @param repeated statuses whose trials are run again
   * @param shard the segments to take, {@code number % shards == shard}; 0 of 1 takes all
   * @param segmentIndices indices per segment, instead of the pilot's choice
   */
  public record Request(
      Plan plan,
      RunSettings settings,
      boolean extend,
      boolean sameNumbers,
      Set<Status> repeated,
      int shard,
      int shards,
      OptionalLong segmentIndices,
      String version) {}

  /**
   * What there is to do.
   *
   * @param lost trials that are put last
   */
  public record Work(
      List<Generation> generations,
      List<GenerationPlan> plans,
      List<Segment> pending,
      PartFacts done,
      long pendingTrials,
      Forecast forecast,
      List<LostTrial> lost) {}

  private final Study study;
  private final Request request;

  public StudyRun(Study study, Request request) {
    this.study = study;
    this.request = request;
  }

  public Request request() {
    return request;
  }

  /**
   * Looks at the study and refuses what it cannot become. Writes nothing.
   *
   * @throws RequestException if the folder or the study's plan does not fit; the message names the
   *     difference
   */
  public void check() throws IOException {
    new StudyCheck(study, request).requireFit();
  }

  /**
   * Lays out what there is to do, as {@link #prepare} would write it. Writes nothing.
   *
   * @param slots trials that can run at the same time
   */
  public Work look(int slots) throws IOException {
    GenerationLayout.Look look = new GenerationLayout(study, request, slots).looked();
    return work(look.generations(), published(), look.added());
  }

  /**
   * Lays out a generation for what is new, and writes it before anything runs.
   *
   * @param published what was found before, all of it whole
   * @param spark what the trials will run on; empty where there is nothing to run
   */
  public Work prepare(int slots, Map<DataFile, PartFacts> published, Optional<SparkRuntime> spark)
      throws IOException {
    if (published.isEmpty() && new CodeHistory(study, request.plan().simulation()).isOther()) {
      StudyDeletion.results(study); // no row is by that other code, and none shall be
    }
    study.storage().createFolders(Study.TRIALS);
    study.storage().createFolders(Study.TRAJECTORIES);
    List<Generation> generations = new GenerationLayout(study, request, slots).written(spark);
    study.writeSweep(Plans.text(request.plan()));
    return work(generations, separated(published), Optional.empty());
  }

  /**
   * The parts that are there.
   *
   * @throws RequestException if one is damaged, or not the study's
   */
  public Map<DataFile, PartFacts> published() throws IOException {
    study.requireOwnParts();
    return Parts.facts(study, study.files());
  }

  /**
   * Has the segments that are to be repeated in parts of their own. Shards that come to this
   * together wait for each other.
   */
  private Map<DataFile, PartFacts> separated(Map<DataFile, PartFacts> published)
      throws IOException {
    if (request.repeated().isEmpty()) {
      return published;
    }
    StudyLock lock = StudyLock.ofFinish(study);
    try {
      Set<PartName> repeated = repeated(published()).keySet();
      Extraction.of(study, repeated, lock);
      return published();
    } finally {
      lock.close();
    }
  }

  private Map<PartName, Long> repeated(Map<DataFile, PartFacts> published) throws IOException {
    return SegmentSearch.of(study, published, request.repeated());
  }

  /** Whether trials may have to be run: what costs a Spark context to find out counts as work. */
  public boolean hasWork(Map<DataFile, PartFacts> published) throws IOException {
    List<Generation> generations = study.generations();
    Set<PartName> there = segments(published);
    return GenerationLayout.isNew(generations, request.plan())
        || !request.repeated().isEmpty()
        || generations.stream()
            .flatMap(generation -> generation.segments().stream())
            .anyMatch(segment -> isOurs(segment) && !there.contains(segment.part()));
  }

  private boolean isOurs(Segment segment) {
    return segment.number() % request.shards() == request.shard();
  }

  private static Set<PartName> segments(Map<DataFile, PartFacts> published) {
    return published.keySet().stream()
        .flatMap(file -> file.segments().stream())
        .collect(Collectors.toSet());
  }

  /**
   * @param added how long the last generation takes, where it would be new
   */
  private Work work(
      List<Generation> generations, Map<DataFile, PartFacts> published, Optional<Forecast> added)
      throws IOException {
    List<GenerationPlan> plans = Plans.of(generations);
    PartFacts done = PartFacts.sum(published.values());
    Set<PartName> there = segments(published);
    Map<PartName, Long> repeated = repeated(published);
    List<Segment> pending = new ArrayList<>();
    Forecast forecast = Forecast.NOTHING;
    double pendingTrials = 0;
    for (Generation generation : generations) {
      double share = plans.get(generation.number()).share();
      boolean isLast = generation.number() == generations.size() - 1;
      double all = Arrays.stream(generation.seconds()).sum();
      Optional<Forecast> perSecond =
          added.filter(ofLast -> isLast && all > 0).map(ofLast -> ofLast.part(1 / all));
      for (Segment segment : generation.segments()) {
        Long again = repeated.get(segment.part());
        boolean open = !there.contains(segment.part()) || again != null;
        if (open && isOurs(segment) && plans.get(generation.number()).runnable()) {
          pending.add(segment);
          double trials = share * (segment.to() - segment.from());
          double part = again == null ? 1 : Math.min(1, again / trials);
          Forecast ofSegment =
              perSecond
                  .map(each -> each.part(segment.seconds()))
                  .orElse(Forecast.measuredBefore(segment.seconds()));
          forecast = forecast.plus(ofSegment.part(part));
          pendingTrials += again == null ? trials : again;
        }
      }
    }
    return new Work(
        generations, plans, pending, done, Math.round(pendingTrials), forecast, lost(pending));
  }

  /**
   * Runs what is pending; false where the watcher stopped it.
   *
   * @param lock under which it runs, and which says meanwhile how far it is
   * @throws SystemFailure if the job ended well and yet a segment is not there
   */
  public boolean run(SparkRuntime spark, Work work, StudyLock lock, SweepWatcher watcher)
      throws IOException {
    StatusCounts counts = new StatusCounts();
    spark.context().sc().register(counts, "trials");
    SegmentTask task =
        new SegmentTask(
            study,
            work.generations(),
            request.plan().sweep(),
            request.settings(),
            request.repeated(),
            request.version(),
            counts);
    SweepJob job = new SweepJob(spark, lock, task, counts, watcher, work.pendingTrials());
    boolean whole =
        work.pending().isEmpty() || job.run(work.pending(), 0) && runPutOff(work.pending(), job);
    if (whole) {
      requirePublished(work.pending());
    }
    return whole;
  }

  /**
   * Runs the segments that were put off for trials that are put last: one after the other, so that
   * nothing runs beside such a trial.
   *
   * @throws SystemFailure if there are such trials still; all others have their rows
   */
  private boolean runPutOff(List<Segment> segments, SweepJob job) throws IOException {
    Map<PartName, Integer> ends = new TreeMap<>();
    lost(segments).forEach(trial -> ends.merge(trial.segment(), trial.ends(), Integer::sum));
    for (Segment segment : segments) {
      Integer known = ends.get(segment.part());
      if (known != null && !job.run(List.of(segment), known)) {
        return false;
      }
    }
    List<LostTrial> still = ends.isEmpty() ? List.of() : lost(segments);
    if (!still.isEmpty()) {
      throw new SystemFailure(
          "Cannot finish the sweep: %s"
              .formatted(still.stream().map(LostTrial::words).collect(Collectors.joining("\n"))));
    }
    return true;
  }

  private List<LostTrial> lost(List<Segment> segments) throws IOException {
    Set<PartName> parts = segments.stream().map(Segment::part).collect(Collectors.toSet());
    long most = SegmentTask.mostLostEnds(request.plan().sweep());
    return StartMark.lost(study, false).stream()
        .filter(trial -> parts.contains(trial.segment()) && trial.ends() < most)
        .toList();
  }

  private void requirePublished(List<Segment> segments) throws IOException {
    Set<PartName> published = study.files().segments();
    long missing = segments.stream().filter(s -> !published.contains(s.part())).count();
    if (missing > 0) {
      throw new SystemFailure(
          "Cannot find %d of %d segments in %s after they ran (every executor must see that folder:"
                  .formatted(missing, segments.size(), study.name())
              + " give an --out that all machines share)");
    }
  }

  /** Hears how many trials of this run ended in which status; true stops the run. */
  public interface SweepWatcher {
    boolean wantsStop(long[] countsByStatus);
  }

  /**
   * Writes the manifest, and marks the study finished where every segment is published. Takes the
   * lock under which studies are finished.
   */
  public PartFacts finish() throws IOException {
    return new StudyFinish(study, request).finish();
  }
}
