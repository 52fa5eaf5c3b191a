package io.gradsweep.driver.job;

import io.gradsweep.driver.RequestException;
import io.gradsweep.driver.TemporaryFolder;
import io.gradsweep.driver.spark.SparkRuntime;
import io.gradsweep.driver.storage.HadoopUrls;
import io.gradsweep.driver.study.AttemptMarker;
import io.gradsweep.driver.study.Generation;
import io.gradsweep.driver.study.Generation.Segment;
import io.gradsweep.driver.study.GenerationPlan;
import io.gradsweep.driver.study.PartName;
import io.gradsweep.driver.study.StopMark;
import io.gradsweep.driver.study.Study;
import io.gradsweep.driver.study.StudyScratch;
import io.gradsweep.results.outcome.Recording;
import io.gradsweep.results.outcome.Status;
import io.gradsweep.sweeps.plan.Plan;
import io.gradsweep.sweeps.spec.Sweep;
import io.gradsweep.workers.api.Simulation;
import io.gradsweep.workers.guard.Runners;
import io.gradsweep.workers.run.JvmDefaults;
import io.gradsweep.workers.run.RunSettings;
import io.gradsweep.workers.run.Simulations;
import io.gradsweep.workers.run.TrialRunner;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.VoidFunction;
import org.apache.spark.util.CollectionAccumulator;
import org.apache.spark.util.LongAccumulator;

/**
 * Task sent to the executors. Carries only text and numbers; the executor rebuilds the plans. A
 * call runs one segment, given as generation, number, first index, end index, and the number of
 * ends at which trials ran that are put last, as far as the driver knew. A segment with more of
 * them is skipped, since it would delay the rows of others. So is one that may not end before the
 * run's deadline, by the milliseconds that it is expected to take.
 */
public final class SegmentTask implements VoidFunction<long[]> {

  private static final long serialVersionUID = 1;

  /** Published failures of the last run that this JVM worked on. */
  private static final Map<String, Long> FAILURES = new ConcurrentHashMap<>(1);

  static {
    JvmDefaults.pin();
  }

  private final String folder;
  private final String sweepName;
  private final ShippedPlans plans;
  private final int points;
  private final String spacing;
  private final long timeLimitMillis;

  /** Of a trial; 0 for those that its simulation declares. */
  private final int threads;

  private final long mostLostEnds;
  private final String[] repeated;
  private final StatusAccumulator counts;
  private final String gradsweepVersion;

  /** Failures beyond which no segment is started; -1 for any number. */
  private final long maxFailures;

  private final String run;
  private final Deadline deadline;

  /** Segments that were not begun, for want of time. */
  private final LongAccumulator late;

  /** Takes how the programs' environments on executors differ from the one here. */
  private final CollectionAccumulator<String> differences;

  SegmentTask(
      Study study,
      List<Generation> generations,
      RunRequest request,
      FailureLimit limit,
      StatusAccumulator counts,
      LongAccumulator late,
      CollectionAccumulator<String> differences) {
    RunSettings settings = request.settings();
    folder = study.folder().toString();
    sweepName = request.plan().sweep().name();
    mostLostEnds = mostLostEnds(request.plan().sweep());
    plans = ShippedPlans.of(generations);
    points = settings.recording().points();
    spacing = settings.recording().spacing().name();
    threads = settings.threads().orElse(0);
    timeLimitMillis = settings.timeLimit().map(Duration::toMillis).orElse(0L);
    repeated = request.repeated().stream().map(Status::word).toArray(String[]::new);
    gradsweepVersion = request.version();
    maxFailures = limit.most().orElse(-1);
    run = limit.run();
    deadline = request.limits().deadline();
    this.late = late;
    this.differences = differences;
    this.counts = counts;
  }

  /**
   * @param lostEnds ends of trials that are put last and may run now; 0 puts them off
   */
  static long[] argument(Segment segment, int lostEnds) {
    return new long[] {
      segment.generation(),
      segment.number(),
      segment.from(),
      segment.to(),
      lostEnds,
      Deadline.millis(segment)
    };
  }

  private RunSettings settings(Study study, PartName part) {
    return new RunSettings(
        new Recording(points, Recording.Spacing.valueOf(spacing)),
        timeLimitMillis == 0 ? Optional.empty() : Optional.of(Duration.ofMillis(timeLimitMillis)),
        StudyScratch.of(study, part),
        threads == 0 ? OptionalInt.empty() : OptionalInt.of(threads));
  }

  @Override
  public void call(long[] segment) throws IOException {
    TemporaryFolder.requireUsable();
    HadoopUrls.register();
    Study study = Study.at(URI.create(folder));
    try {
      study.requireGeneration(Math.toIntExact(segment[0]));
      if (!deadline.leavesTimeFor(segment[5])) {
        late.add(1);
      } else if (!isStopped(study)) {
        run(segment, study);
        FAILURES.keySet().retainAll(Set.of(run));
        FAILURES.merge(run, counts.value().of(Status.FAILED), Long::sum);
      }
    } catch (IOException e) {
      study.requireGeneration(Math.toIntExact(segment[0])); // the whole study may be gone by now
      // a disk's own words do not say which disk
      throw new IOException("%s (in %s)".formatted(e.getMessage(), study.name()), e);
    }
  }

  private void run(long[] segment, Study study) throws IOException {
    GenerationPlan plan = plans.all().get(Math.toIntExact(segment[0]));
    PartName part = new PartName(Math.toIntExact(segment[0]), Math.toIntExact(segment[1]));
    if (study.isRetired(part)) {
      return; // by a shard that grew the study meanwhile: it is not needed any more
    }
    Simulation simulation = Simulations.find(plan.plan().simulation().name());
    ProgramEnvironment.difference(simulation).ifPresent(differences::add);
    AttemptMarker mark = AttemptMarker.leave(study, part);
    if (mark.attempt() == 0 && !repeatsFailures(study, part) && !AttemptMarker.isPoisoned(study)) {
      SegmentAttempt first =
          new SegmentAttempt(study, part, plan, segment[2], segment[3], simulation, mark, this);
      if (runInline(first, mark, simulation)) {
        return;
      }
      mark = AttemptMarker.leave(study, part);
      counts.reset();
    }
    if (mark.lostEnds(mostLostEnds) > segment[4]) {
      return;
    }
    try (TrialRunner runner = Runners.guarded(simulation, settings(study, part))) {
      new SegmentAttempt(study, part, plan, segment[2], segment[3], simulation, mark, this)
          .runGuarded(runner);
    }
    mark.takeAway();
  }

  /** Whether too many trials of this run have failed: in this JVM, or by the driver's count. */
  private boolean isStopped(Study study) throws IOException {
    return maxFailures >= 0
        && (FAILURES.getOrDefault(run, 0L) > maxFailures || StopMark.of(study, run).isThere());
  }

  private boolean runInline(SegmentAttempt first, AttemptMarker mark, Simulation simulation)
      throws IOException {
    boolean done;
    try {
      done = first.runInline(Runners.inline(simulation, settings(first.study(), first.part())));
    } catch (IOException | RequestException e) {
      mark.takeAway(); // this worker lives: a disk or a file is at fault, and no trial is suspected
      throw e;
    }
    if (done) {
      mark.takeAway();
    }
    return done;
  }

  /**
   * Whether failed trials are repeated, which must be guarded because they may have ended their
   * JVM. A trial that did not fail is copied, which is cheap.
   */
  private boolean repeatsFailures(Study study, PartName part) throws IOException {
    return !repeatedStatuses().stream().allMatch(Status::decidedByMathematics)
        && study.storage().exists(part.trials());
  }

  Set<Status> repeatedStatuses() {
    Set<Status> statuses = EnumSet.noneOf(Status.class);
    for (String word : repeated) {
      statuses.add(Status.of(word));
    }
    return statuses;
  }

  /** Number of consecutive ends after which a trial that ran at all of them has failed. */
  static long mostLostEnds(Sweep sweep) {
    return sweep.execution().onFailure().lost().orElse(Long.MAX_VALUE);
  }

  long mostLostEnds() {
    return mostLostEnds;
  }

  /** The plan of this run, that is, of the newest generation. */
  Plan currentPlan() throws IOException {
    List<GenerationPlan> all = plans.all();
    return all.get(all.size() - 1).plan();
  }

  String sweepName() {
    return sweepName;
  }

  String gradsweepVersion() {
    return gradsweepVersion;
  }

  void count(Status status) throws IOException {
    TaskContext task = TaskContext.get();
    if (SparkRuntime.isSilent() || task != null && task.isInterrupted()) {
      throw new IOException("Cannot run trials to the end: the run was stopped");
    }
    counts.add(status);
  }
}
