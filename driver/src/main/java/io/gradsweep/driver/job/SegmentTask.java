package io.gradsweep.driver.job;

import io.gradsweep.driver.store.Generation;
import io.gradsweep.driver.store.Generation.Segment;
import io.gradsweep.driver.store.PartName;
import io.gradsweep.driver.store.PublishedSegment;
import io.gradsweep.driver.store.SegmentFiles;
import io.gradsweep.driver.store.Study;
import io.gradsweep.results.columns.TrialTable;
import io.gradsweep.results.outcome.Outcome;
import io.gradsweep.results.outcome.Provenance;
import io.gradsweep.results.outcome.Recording;
import io.gradsweep.results.outcome.Status;
import io.gradsweep.results.trial.Trial;
import io.gradsweep.workers.api.Simulation;
import io.gradsweep.workers.run.RunSettings;
import io.gradsweep.workers.run.SegmentRunner;
import io.gradsweep.workers.run.Simulations;
import io.gradsweep.workers.run.Trajectory;
import io.gradsweep.workers.run.TrialRun;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.VoidFunction;

/**
 * What travels to the executors: text and numbers, from which the plans are made again there. A
 * call runs one segment, given as generation, number, first index and end index.
 */
final class SegmentTask implements VoidFunction<long[]> {

  private static final long serialVersionUID = 1;

  /** Plans of the last study that this JVM worked on: one task after another asks for them. */
  private static final Map<List<String>, List<GenerationPlan>> PLANS = new ConcurrentHashMap<>(1);

  private final String folder;
  private final String sweepName;
  private final String[] sweeps;
  private final int[] versions;
  private final int points;
  private final String spacing;
  private final long timeLimitMillis;
  private final String[] repeated;
  private final StatusCounts counts;
  private final String gradsweepVersion;

  SegmentTask(
      Study study,
      List<Generation> generations,
      String sweepName,
      RunSettings settings,
      Set<Status> repeated,
      String gradsweepVersion,
      StatusCounts counts) {
    folder = study.folder().toString();
    this.sweepName = sweepName;
    sweeps = generations.stream().map(Generation::sweep).toArray(String[]::new);
    versions = generations.stream().mapToInt(Generation::simulationVersion).toArray();
    points = settings.recording().points();
    spacing = settings.recording().spacing().name();
    timeLimitMillis = settings.timeLimit().map(Duration::toMillis).orElse(0L);
    this.repeated = repeated.stream().map(Status::word).toArray(String[]::new);
    this.gradsweepVersion = gradsweepVersion;
    this.counts = counts;
  }

  static long[] argument(Segment segment) {
    return new long[] {segment.generation(), segment.number(), segment.from(), segment.to()};
  }

  private RunSettings settings() {
    return new RunSettings(
        new Recording(points, Recording.Spacing.valueOf(spacing)),
        timeLimitMillis == 0 ? Optional.empty() : Optional.of(Duration.ofMillis(timeLimitMillis)));
  }

  private List<GenerationPlan> plans() {
    List<String> key = List.of(sweeps);
    List<GenerationPlan> plans = PLANS.get(key);
    if (plans == null) {
      List<Generation> generations = new ArrayList<>();
      for (int g = 0; g < sweeps.length; g++) {
        generations.add(new Generation(g, "", versions[g], sweeps[g], new long[0], new double[0]));
      }
      plans = Plans.of(generations);
      PLANS.clear();
      PLANS.put(key, plans);
    }
    return plans;
  }

  @Override
  public void call(long[] segment) throws IOException {
    Study study = Study.at(URI.create(folder));
    try {
      study.requireGeneration(Math.toIntExact(segment[0]));
      run(segment, study);
    } catch (IOException e) { // a disk's own words do not say which disk
      throw new IOException("%s (in %s)".formatted(e.getMessage(), study.name()), e);
    }
  }

  private void run(long[] segment, Study study) throws IOException {
    GenerationPlan plan = plans().get(Math.toIntExact(segment[0]));
    PartName part = new PartName(Math.toIntExact(segment[0]), Math.toIntExact(segment[1]));
    Simulation simulation = Simulations.find(plan.plan().simulation().name());
    Optional<PublishedSegment> kept =
        repeated.length == 0 || !study.storage().exists(part.trials())
            ? Optional.empty()
            : Optional.of(
                PublishedSegment.read(study, part, simulation.spec(), repeatedStatuses()));
    try (SegmentFiles files = new SegmentFiles(study, part, simulation.spec())) {
      Rows rows = new Rows(simulation, files);
      Trials trials = new Trials(plan, segment[2], segment[3], kept, rows);
      new SegmentRunner(simulation, settings()).run(trials, rows::write);
      if (kept.isPresent()) {
        files.publishReplacing(trials.seen);
      } else if (!files.publish(trials.seen) && !study.storage().exists(part.trials())) {
        throw new IOException(
            "Cannot publish %s: the name is claimed, but no file has it".formatted(part.file()));
      }
    }
  }

  private Set<Status> repeatedStatuses() {
    Set<Status> statuses = EnumSet.noneOf(Status.class);
    for (String word : repeated) {
      statuses.add(Status.of(word));
    }
    return statuses;
  }

  /** The trials of a range that have to be run; those that are kept are copied in passing. */
  private static final class Trials implements Iterator<Trial> {
    private final GenerationPlan plan;
    private final long end;
    private final Optional<PublishedSegment> kept;
    private final Rows rows;
    private long index;
    private long seen;
    private Trial next;

    Trials(GenerationPlan plan, long from, long end, Optional<PublishedSegment> kept, Rows rows) {
      this.plan = plan;
      this.index = from;
      this.end = end;
      this.kept = kept;
      this.rows = rows;
    }

    @Override
    public boolean hasNext() {
      while (next == null && index < end) {
        Optional<Trial> trial = plan.trial(index++);
        if (trial.isPresent()) {
          seen++;
          String id = kept.isPresent() ? trial.get().id().toString() : "";
          if (kept.isPresent() && kept.get().keeps(id)) {
            rows.copy(kept.get(), id);
          } else {
            next = trial.get();
          }
        }
      }
      return next != null;
    }

    @Override
    public Trial next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      Trial trial = next;
      next = null;
      return trial;
    }
  }

  /** From outcomes to rows, on the thread that the runner chooses, one at a time. */
  private final class Rows {
    private final TrialTable table;
    private final SegmentFiles files;
    private final int metrics;
    private final String host = host();
    private final int attempt = TaskContext.get() == null ? 0 : TaskContext.get().attemptNumber();

    Rows(Simulation simulation, SegmentFiles files) {
      table = TrialTable.of(simulation.spec());
      metrics = simulation.spec().metrics().size();
      this.files = files;
    }

    void write(TrialRun run) throws IOException {
      Outcome outcome = run.outcome();
      Provenance provenance =
          new Provenance(run.startedAt(), run.wallNanos(), host, attempt, gradsweepVersion);
      Object[] row = table.row(sweepName, run.trial(), outcome, provenance);
      writeSteps((String) row[0], run.trajectory());
      files.writeTrial(row, outcome.status(), outcome.reason().orElse(""));
      counts.add(outcome.status());
    }

    private void writeSteps(String trialId, Trajectory trajectory) throws IOException {
      for (int i = 0; i < trajectory.size(); i++) {
        Object[] row = new Object[3 + metrics];
        row[0] = trialId;
        row[1] = trajectory.step(i);
        row[2] = finite(trajectory.time(i));
        for (int m = 0; m < metrics; m++) {
          row[3 + m] = finite(trajectory.metric(i, m));
        }
        files.writeStep(row);
      }
    }

    void copy(PublishedSegment kept, String trialId) {
      try {
        kept.copy(trialId, files);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private static Double finite(double x) {
      return Double.isFinite(x) ? x : null;
    }

    private static String host() {
      try {
        return InetAddress.getLocalHost().getHostName();
      } catch (UnknownHostException e) {
        return "localhost";
      }
    }
  }
}
