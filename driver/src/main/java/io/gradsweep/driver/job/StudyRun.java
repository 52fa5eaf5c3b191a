package io.gradsweep.driver.job;

import io.gradsweep.driver.RequestException;
import io.gradsweep.driver.SystemFailure;
import io.gradsweep.driver.store.DataFile;
import io.gradsweep.driver.store.Extraction;
import io.gradsweep.driver.store.Generation;
import io.gradsweep.driver.store.Generation.Segment;
import io.gradsweep.driver.store.Manifest;
import io.gradsweep.driver.store.MergeRecord;
import io.gradsweep.driver.store.PartFacts;
import io.gradsweep.driver.store.PartName;
import io.gradsweep.driver.store.SegmentSearch;
import io.gradsweep.driver.store.StartMark;
import io.gradsweep.driver.store.Study;
import io.gradsweep.driver.store.StudyLock;
import io.gradsweep.results.columns.TrialTable;
import io.gradsweep.results.outcome.Status;
import io.gradsweep.sweeps.plan.Plan;
import io.gradsweep.sweeps.read.SweepPrinter;
import io.gradsweep.workers.api.Simulation;
import io.gradsweep.workers.run.RunSettings;
import io.gradsweep.workers.run.Simulations;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
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
   * @param repeated statuses whose trials are run again
   * @param shard the segments to take, {@code number % shards == shard}; 0 of 1 takes all
   * @param segmentIndices indices per segment, instead of the pilot's choice
   */
  public record Request(
      Plan plan,
      RunSettings settings,
      boolean extend,
      Set<Status> repeated,
      int shard,
      int shards,
      OptionalLong segmentIndices,
      String version) {}

  /** What there is to do. */
  public record Work(
      List<Generation> generations,
      List<GenerationPlan> plans,
      List<Segment> pending,
      PartFacts done,
      long pendingTrials,
      double seconds) {}

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
    study.requireOwnFolder();
    requireNotMerged();
    List<Generation> generations = study.generations();
    if (generations.isEmpty() || request.extend()) {
      return;
    }
    Generation newest = generations.get(generations.size() - 1);
    List<String> differences = differences(newest);
    if (!differences.isEmpty()) {
      throw new RequestException(
          "Cannot continue study: %s (another sweep ran there; give another --out, or --extend to"
                  .formatted(study.name())
              + " keep both)",
          differences);
    }
  }

  private void requireNotMerged() throws IOException {
    Optional<MergeRecord> merge = study.merge();
    if (merge.isPresent()) {
      throw new RequestException(
          "Cannot continue study: %s (merged from others, it has no plan of its own; run those, and"
                  .formatted(study.name())
              + " merge again, or give another --out)",
          merge.get().studies());
    }
  }

  private List<String> differences(Generation newest) {
    Plan plan = request.plan();
    if (newest.fingerprint().equals(plan.fingerprint())) {
      return List.of();
    }
    Plan before = Plans.ofText(newest.sweep());
    List<String> differences = new ArrayList<>();
    if (!before.simulation().name().equals(plan.simulation().name())) {
      differences.add(
          "simulation: %s before, %s now"
              .formatted(before.simulation().name(), plan.simulation().name()));
    } else if (newest.simulationVersion() != plan.simulation().version()) {
      differences.add(
          "version of %s: %d before, %d now"
              .formatted(
                  plan.simulation().name(),
                  newest.simulationVersion(),
                  plan.simulation().version()));
    } else {
      differences.addAll(Plan.differences(before, plan));
    }
    return differences;
  }

  /** Whether the plan has trials that no generation of the study was laid out for. */
  private static boolean isNew(List<Generation> generations, Plan plan) {
    return generations.isEmpty()
        || !generations.get(generations.size() - 1).fingerprint().equals(plan.fingerprint());
  }

  /**
   * Lays out what there is to do, as {@link #prepare} would write it. Writes nothing.
   *
   * @param slots trials that can run at the same time
   */
  public Work look(int slots) throws IOException {
    List<Generation> generations = new ArrayList<>(study.generations());
    if (isNew(generations, request.plan())) {
      // whoever only looks leaves no mark by which a second look would know of a death
      boolean ours = Simulations.isOurs(Simulations.find(request.plan().simulation().name()));
      generations.add(layOut(generations, slots, ours ? Pilot::inline : Pilot::guarded));
    }
    return work(generations, published());
  }

  /**
   * Lays out a generation for what is new, and writes it before anything runs.
   *
   * @param published what was found before, all of it whole
   * @param spark what the trials will run on; empty where there is nothing to run
   */
  public Work prepare(int slots, Map<DataFile, PartFacts> published, Optional<SparkRuntime> spark)
      throws IOException {
    study.storage().createFolders(Study.TRIALS);
    study.storage().createFolders(Study.TRAJECTORIES);
    List<Generation> generations = study.generations();
    while (isNew(generations, request.plan())) {
      StartMark mark = StartMark.leaveByPilot(study);
      boolean harmless = mark.attempt() == 0 && !StartMark.isPoisoned(study);
      // another JVM's warmth would be of no use to executors
      boolean inline = harmless && spark.filter(SparkRuntime::isLocal).isPresent();
      Generation generation = layOut(generations, slots, inline ? Pilot::inline : Pilot::guarded);
      study.create(generation); // another shard may be faster: theirs counts
      mark.takeAway();
      generations = study.generations();
    }
    study.writeSweep(SweepPrinter.print(request.plan().sweep()));
    return work(generations, separated(published));
  }

  private interface Measure {
    Pilot of(GenerationPlan plan, Simulation simulation, Optional<Duration> timeLimit)
        throws IOException;
  }

  private Generation layOut(List<Generation> before, int slots, Measure measure)
      throws IOException {
    String text = SweepPrinter.print(request.plan().sweep());
    Plan plan = request.plan();
    List<Generation> all = new ArrayList<>(before);
    all.add(
        new Generation(
            before.size(),
            plan.fingerprint(),
            plan.simulation().version(),
            text,
            new long[] {0, plan.size()},
            new double[] {0}));
    GenerationPlan added = Plans.of(all).get(before.size());
    Pilot pilot =
        measure.of(
            added, Simulations.find(plan.simulation().name()), request.settings().timeLimit());
    Layout layout = new Layout(added, pilot::seconds);
    return request.segmentIndices().isPresent()
        ? layout.generationOf(before.size(), text, request.segmentIndices().getAsLong())
        : layout.generation(before.size(), text, slots);
  }

  /**
   * The parts that are there.
   *
   * @throws RequestException if one is damaged, or not the study's
   */
  public Map<DataFile, PartFacts> published() throws IOException {
    study.requireOwnParts();
    return PartFacts.read(study, study.files().files());
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
    return isNew(generations, request.plan())
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

  private Work work(List<Generation> generations, Map<DataFile, PartFacts> published)
      throws IOException {
    List<GenerationPlan> plans = Plans.of(generations);
    PartFacts done = PartFacts.sum(published.values());
    Set<PartName> there = segments(published);
    Map<PartName, Long> repeated = repeated(published);
    List<Segment> pending = new ArrayList<>();
    double seconds = 0;
    double pendingTrials = 0;
    for (Generation generation : generations) {
      double share = plans.get(generation.number()).share();
      for (Segment segment : generation.segments()) {
        Long again = repeated.get(segment.part());
        boolean open = !there.contains(segment.part()) || again != null;
        if (open && isOurs(segment) && plans.get(generation.number()).runnable()) {
          pending.add(segment);
          seconds += segment.seconds();
          pendingTrials += again == null ? share * (segment.to() - segment.from()) : again;
        }
      }
    }
    return new Work(generations, plans, pending, done, Math.round(pendingTrials), seconds);
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
            request.plan().sweep().name(),
            request.settings(),
            request.repeated(),
            request.version(),
            counts);
    boolean whole =
        work.pending().isEmpty()
            || new SweepJob(spark, lock)
                .run(work.pending(), task, counts, watcher, work.pendingTrials());
    if (whole) {
      requirePublished(work.pending());
    }
    return whole;
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
    StudyLock lock = StudyLock.ofFinish(study);
    try {
      PartFacts facts = facts();
      boolean whole = isWhole();
      writeManifest(facts, whole);
      if (whole) {
        study.markFinished();
        StartMark.forget(study);
      } else {
        study.markUnfinished();
      }
      return facts;
    } finally {
      lock.close();
    }
  }

  private PartFacts facts() throws IOException {
    return PartFacts.sum(PartFacts.read(study, study.files().files()).values());
  }

  /** By the generations as they are now: another shard may have grown the study meanwhile. */
  private boolean isWhole() throws IOException {
    Set<PartName> published = study.files().segments();
    List<Generation> generations = study.generations();
    List<GenerationPlan> plans = Plans.of(generations);
    boolean whole = true;
    for (Generation generation : generations) {
      boolean runnable = plans.get(generation.number()).runnable();
      for (Segment segment : generation.segments()) {
        whole &= !runnable || published.contains(segment.part());
      }
    }
    return whole;
  }

  private void writeManifest(PartFacts facts, boolean whole) throws IOException {
    Plan plan = request.plan();
    String now = Instant.now().toString();
    study.write(
        new Manifest(
            TrialTable.SCHEMA_VERSION,
            plan.sweep().name(),
            plan.simulation().name(),
            plan.simulation().version(),
            plan.fingerprint(),
            plan.counts().trials(),
            facts.counts(),
            request.version(),
            SparkRuntime.SPARK_VERSION,
            System.getProperty("java.version"),
            CodeIdentity.of(Simulations.find(plan.simulation().name())),
            study.manifest().map(Manifest::startedAt).orElse(now),
            whole ? now : null));
  }
}
