package io.gradsweep.driver.job;

import io.gradsweep.driver.job.RunRequest.Consent;
import io.gradsweep.driver.job.RunRequest.Limits;
import io.gradsweep.driver.job.RunRequest.Shard;
import io.gradsweep.driver.job.StudyRun.Work;
import io.gradsweep.driver.spark.SparkRuntime;
import io.gradsweep.driver.study.PartName;
import io.gradsweep.driver.study.Plans;
import io.gradsweep.driver.study.Study;
import io.gradsweep.driver.study.StudyDeletion;
import io.gradsweep.driver.study.StudyFolder;
import io.gradsweep.driver.study.StudyLock;
import io.gradsweep.results.outcome.Status;
import io.gradsweep.results.outcome.StatusCounts;
import io.gradsweep.sweeps.plan.Plan;
import io.gradsweep.sweeps.read.SweepReader;
import io.gradsweep.workers.run.RunSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Predicate;

/** A sweep to be run into a folder, as 'gradsweep run' would with its options. */
public final class SweepRun {

  /**
   * Result of a session.
   *
   * @param notes lines for a person
   */
  public record Session(List<String> notes, RunSession.SessionResult result) {}

  private final Plan plan;
  private final Study study;
  private boolean extend;
  private Set<Status> repeated = Set.of();
  private Shard shard = Shard.WHOLE;
  private OptionalLong segmentTrials = OptionalLong.empty();
  private boolean fresh;
  private Deadline deadline = Deadline.NONE;

  private SweepRun(Plan plan, Study study) {
    this.plan = plan;
    this.study = study;
  }

  /**
   * @param overrides {@code name=value}, as on the command line
   */
  public static SweepRun of(Path sweep, Path out, String... overrides) throws IOException {
    return of(sweep, out, false, overrides);
  }

  /** The small study that a sweep file states beside the whole one. */
  public static SweepRun quick(Path sweep, Path out) throws IOException {
    return of(sweep, out, true);
  }

  private static SweepRun of(Path sweep, Path out, boolean quick, String... overrides)
      throws IOException {
    Plan plan =
        Plans.of(
            SweepReader.parse(
                Files.readString(sweep),
                sweep.toString(),
                name -> beside(sweep, name),
                List.of(overrides),
                quick));
    return new SweepRun(plan, Study.at(out.toUri()));
  }

  private static Optional<String> beside(Path sweep, String name) {
    try {
      return Optional.of(Files.readString(sweep.resolveSibling(name)));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Trials of a segment, if the study is new or has to grow; otherwise a pilot chooses. */
  public SweepRun segments(long trials) {
    segmentTrials = OptionalLong.of(trials);
    return this;
  }

  /** Keeps trials of the study that are not in the sweep. */
  public SweepRun extending() {
    extend = true;
    return this;
  }

  /** Runs trials of these statuses again. */
  public SweepRun repeating(Status... statuses) {
    repeated = Set.of(statuses);
    return this;
  }

  /** Takes the segments whose number is the index modulo the shards. */
  public SweepRun shard(int index, int shards) {
    shard = new Shard(index, shards);
    return this;
  }

  /** Has no segment begin that may not end by then. */
  public SweepRun until(Instant end) {
    deadline = Deadline.at(end);
    return this;
  }

  /** Deletes the study's results first. */
  public SweepRun fresh() {
    fresh = true;
    return this;
  }

  RunRequest request() {
    return new RunRequest(
        plan,
        new RunSettings(plan.sweep().execution().recording(), plan.sweep().execution().timeLimit()),
        new Consent(extend, false),
        repeated,
        shard,
        new Limits(segmentTrials, OptionalLong.empty(), deadline),
        "test",
        Turn.FIRST);
  }

  /** Whether a rule that looks at results decides which trials are run. */
  public boolean isDesign() {
    return plan.isDesign();
  }

  /** The work as it would be laid out. Writes nothing. */
  public Work look() throws IOException {
    StudyRun run = new StudyRun(study, request());
    run.check();
    return run.look(1);
  }

  /**
   * Runs the trials in this JVM, segment by segment, without Spark, and compacts a finished study;
   * returns the work that there was.
   */
  public Work inline() throws IOException {
    if (fresh) {
      deleteResults();
    }
    return new InlineRun(study, request()).run(true);
  }

  private void deleteResults() throws IOException {
    StudyLock lock = StudyLock.ofStudy(study);
    try {
      StudyFolder.requireNothingForeign(study);
      StudyDeletion.results(study);
    } finally {
      lock.close();
    }
  }

  /** The same, but leaves every segment in files of its own. */
  public Work inlineWithoutCompaction() throws IOException {
    return new InlineRun(study, request()).run(false);
  }

  /** Runs the session of the command, which starts Spark if there is work. */
  public Session session() throws IOException {
    List<String> notes = new ArrayList<>();
    return new Session(
        notes,
        new RunSession(study, request(), fresh, SweepRun::spark, new NotedListener(notes)).run());
  }

  private static SparkRuntime spark() {
    return SparkRuntime.start(Optional.of("local[2]"), "test", Optional.empty(), Map.of());
  }

  /** Keeps the notes, and shows nothing else. */
  private record NotedListener(List<String> notes) implements RunSession.Listener {

    @Override
    public void note(String line) {
      notes.add(line);
    }

    @Override
    public RunSession.Hold holds(StudyLock lock, Predicate<PartName> ours) {
      return new RunSession.Hold() {
        @Override
        public void cancels(SparkRuntime spark) {}

        @Override
        public void close() {}
      };
    }

    @Override
    public RunSession.TrialWatch starts(Work work) {
      return new RunSession.TrialWatch() {
        @Override
        public void show(StatusCounts counts) {}

        @Override
        public void close() {}
      };
    }

    @Override
    public String resume() {
      return "again";
    }

    @Override
    public void notCompacted(String reason) {
      notes.add("not compacted: " + reason);
    }
  }
}
