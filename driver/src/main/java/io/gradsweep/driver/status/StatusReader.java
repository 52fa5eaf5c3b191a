package io.gradsweep.driver.status;

import io.gradsweep.driver.rows.PartFooter;
import io.gradsweep.driver.status.StudyStatus.Cause;
import io.gradsweep.driver.status.StudyStatus.CellCounts;
import io.gradsweep.driver.status.StudyStatus.ClaimCounts;
import io.gradsweep.driver.status.StudyStatus.Composition;
import io.gradsweep.driver.status.StudyStatus.DesignStatus;
import io.gradsweep.driver.status.StudyStatus.GenerationStatus;
import io.gradsweep.driver.status.StudyStatus.Holder;
import io.gradsweep.driver.status.StudyStatus.Outlook;
import io.gradsweep.driver.status.StudyStatus.Progress;
import io.gradsweep.driver.status.StudyStatus.PutLast;
import io.gradsweep.driver.status.StudyStatus.Rate;
import io.gradsweep.driver.status.StudyStatus.RunReport;
import io.gradsweep.driver.status.StudyStatus.StudyTitle;
import io.gradsweep.driver.status.StudyStatus.TrialTotals;
import io.gradsweep.driver.status.StudyStatus.Troubles;
import io.gradsweep.driver.status.StudyStatus.Writer;
import io.gradsweep.driver.study.AttemptMarker;
import io.gradsweep.driver.study.CellEnd;
import io.gradsweep.driver.study.DesignProgress;
import io.gradsweep.driver.study.Generation;
import io.gradsweep.driver.study.Generation.Segment;
import io.gradsweep.driver.study.GenerationPlan;
import io.gradsweep.driver.study.Heartbeat;
import io.gradsweep.driver.study.HeldLock;
import io.gradsweep.driver.study.Inventory;
import io.gradsweep.driver.study.LatestSweep;
import io.gradsweep.driver.study.LostTrial;
import io.gradsweep.driver.study.Manifest;
import io.gradsweep.driver.study.MergeRecord;
import io.gradsweep.driver.study.PartName;
import io.gradsweep.driver.study.Plans;
import io.gradsweep.driver.study.Study;
import io.gradsweep.driver.study.StudyLock;
import io.gradsweep.driver.study.StudySegments;
import io.gradsweep.driver.study.StudyState;
import io.gradsweep.results.outcome.Status;
import io.gradsweep.sweeps.plan.Plan;
import io.gradsweep.sweeps.spec.ClaimSpec;
import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Reads the progress of a study from its folder alone: names, footers and locks, but no rows.
 * Writes nothing.
 */
public final class StatusReader {

  private static final int MOST_NAMES = 20;

  private final Study study;
  private final Instant now;
  private final List<Generation> generations;
  private final List<GenerationPlan> plans;
  private final List<HeldLock> held;
  private final Inventory inventory;
  private final List<LostTrial> lost;
  private final Optional<MergeRecord> merge;
  private final Map<PartName, Long> published;
  private final Map<PartName, Long> rows;
  private final PartFooter sum;

  private StatusReader(Study study, Instant now) throws IOException {
    this.study = study;
    this.now = now;
    held = StudyLock.holders(study);
    lost = AttemptMarker.lost(study, held.stream().anyMatch(HeldLock::live));
    inventory = Inventory.of(study);
    published = inventory.files().publishedAt();
    rows = inventory.files().rows(inventory.facts());
    sum = inventory.sum();
    merge = study.merge();
    generations = study.generations();
    plans = Plans.of(generations);
  }

  /**
   * @param replay from a trial's id to the command that runs it again
   */
  public static StudyStatus read(Study study, Instant now, UnaryOperator<String> replay)
      throws IOException {
    return study.consistently(() -> new StatusReader(study, now).status(replay));
  }

  private StudyStatus status(UnaryOperator<String> replay) throws IOException {
    Plan plan = plans.get(plans.size() - 1).plan();
    List<GenerationStatus> each =
        merge.isPresent() ? List.of() : new GenerationTotals(generations, plans, rows).all();
    Progress trials =
        merge.isPresent()
            ? new Progress(sum.trials(), sum.trials(), false)
            : sum(each.stream().map(GenerationStatus::trials).toList());
    EtaEstimate eta = new EtaEstimate(now, held, segments(), rows.keySet(), pace());
    return new StudyStatus(
        StudyStatus.VERSION,
        now.toString(),
        title(plan),
        new TrialTotals(
            trials,
            sum(each.stream().map(GenerationStatus::segments).toList()),
            unpublished(),
            merge.isPresent() ? sum.trials() : plan.counts().trials()),
        new Composition(
            merge.map(MergeRecord::studies).orElse(List.of()),
            statuses(sum),
            each,
            DesignProgress.of(generations, plan).map(StatusReader::design).orElse(null)),
        new Outlook(pace().map(StatusReader::rate).orElse(null), eta.eta().orElse(null)),
        new Troubles(causes(replay), putLast(), eta.stragglers(), inventory.notes()),
        held.stream().map(StatusReader::writer).toList());
  }

  private StudyTitle title(Plan plan) throws IOException {
    Optional<Manifest> manifest = inventory.manifest();
    boolean isHeld = held.stream().anyMatch(HeldLock::live);
    return new StudyTitle(
        study.name(),
        LatestSweep.of(study, generations, plan).rowsPlan().sweep().name(),
        plan.simulation().name(),
        plan.simulation().version(),
        StudyState.of(inventory, merge.isPresent(), isHeld).word(),
        manifest.map(Manifest::startedAt).orElse(null),
        manifest.map(Manifest::finishedAt).orElse(null));
  }

  private List<Cause> causes(UnaryOperator<String> replay) {
    return sum.mostFrequent().stream()
        .map(
            f ->
                new Cause(
                    f.status(), f.reason(), f.count(), f.trialId(), replay.apply(f.trialId())))
        .toList();
  }

  private List<PutLast> putLast() {
    return lost.stream()
        .filter(trial -> !rows.containsKey(trial.segment()))
        .map(trial -> new PutLast(trial.trialId(), trial.ends(), trial.words()))
        .toList();
  }

  private static DesignStatus design(DesignProgress design) {
    long precise = design.ends().stream().filter(CellEnd::precise).count();
    long decided = design.claimEnds().stream().filter(end -> end.holds() != null).count();
    boolean onClaims = !design.claims().isEmpty();
    return new DesignStatus(
        design.last().round(),
        design.last().look(),
        design.last().isEnd(),
        new CellCounts(
            design.open().cardinality(),
            precise,
            design.ends().size() - precise,
            design.open().stream().limit(MOST_NAMES).mapToObj(design.cells()::name).toList()),
        new ClaimCounts(
            onClaims ? decided : null,
            onClaims ? design.claimEnds().size() - decided : null,
            design.openClaims().stream().limit(MOST_NAMES).map(ClaimSpec::claim).toList()),
        design.expectedTrials().orElse(null));
  }

  private static Progress sum(List<Progress> parts) {
    return new Progress(
        parts.stream().mapToLong(Progress::done).sum(),
        parts.stream().mapToLong(Progress::total).sum(),
        parts.stream().anyMatch(Progress::estimated));
  }

  private static Map<String, Long> statuses(PartFooter sum) {
    Map<String, Long> statuses = new LinkedHashMap<>();
    Status.words().forEach(word -> statuses.put(word, sum.counts().getOrDefault(word, 0L)));
    return statuses;
  }

  /** The segments that can be run. */
  private List<Segment> segments() {
    return merge.isPresent()
        ? List.of()
        : StudySegments.of(generations)
            .live()
            .filter(segment -> plans.get(segment.generation()).runnable())
            .toList();
  }

  /** The time at which the first of the live runs began its job. */
  private Optional<Instant> since() {
    return held.stream()
        .filter(HeldLock::live)
        .map(lock -> lock.heartbeat().map(Heartbeat::since).orElse(lock.since()))
        .flatMap(time -> Times.parse(time).stream())
        .min(Instant::compareTo);
  }

  private Optional<Pace> pace() {
    Map<PartName, Double> costs = new LinkedHashMap<>();
    segments().forEach(segment -> costs.put(segment.part(), segment.seconds()));
    List<Pace.Publication> publications =
        published.entrySet().stream()
            .map(
                part ->
                    new Pace.Publication(
                        part.getValue(),
                        costs.getOrDefault(part.getKey(), 0.0),
                        rows.get(part.getKey())))
            .toList();
    return inventory.isFinished()
        ? Optional.empty()
        : since().flatMap(start -> Pace.of(publications, start.toEpochMilli(), now.toEpochMilli()));
  }

  private static Rate rate(Pace pace) {
    return new Rate(pace.trialsPerSecond(), pace.trials(), pace.segments(), pace.seconds());
  }

  /** Trials that live runs have done since they began, less those published since then. */
  private long unpublished() {
    long done = 0;
    for (HeldLock lock : held) {
      if (lock.live()) {
        done += lock.heartbeat().map(StatusReader::done).orElse(0L);
      }
    }
    long start = since().map(Instant::toEpochMilli).orElse(Long.MAX_VALUE);
    for (Map.Entry<PartName, Long> part : published.entrySet()) {
      done -= part.getValue() > start ? rows.get(part.getKey()) : 0;
    }
    return inventory.isFinished() ? 0 : Math.max(0, done);
  }

  private static long done(Heartbeat heartbeat) {
    return heartbeat.counts().values().stream().mapToLong(Long::longValue).sum();
  }

  private static Writer writer(HeldLock lock) {
    return new Writer(
        new Holder(
            lock.lock(),
            lock.host(),
            lock.process(),
            lock.since(),
            lock.live(),
            lock.seen(),
            Instant.ofEpochMilli(lock.touchedMillis()).toString()),
        lock.heartbeat().map(StatusReader::report).orElse(RunReport.NONE));
  }

  private static RunReport report(Heartbeat heard) {
    return new RunReport(
        heard.at(),
        heard.spark().master(),
        heard.spark().slots(),
        heard.spark().ui(),
        heard.inFlight(),
        heard.trials(),
        done(heard));
  }
}
