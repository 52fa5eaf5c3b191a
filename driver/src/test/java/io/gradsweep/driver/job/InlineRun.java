package io.gradsweep.driver.job;

import io.gradsweep.driver.job.StudyRun.Work;
import io.gradsweep.driver.rewrite.Compaction;
import io.gradsweep.driver.study.DriverProcess;
import io.gradsweep.driver.study.Generation;
import io.gradsweep.driver.study.Generation.Segment;
import io.gradsweep.driver.study.GenerationPlan;
import io.gradsweep.driver.study.Plans;
import io.gradsweep.driver.study.Study;
import io.gradsweep.driver.study.StudyDeletion;
import io.gradsweep.driver.study.StudyLock;
import io.gradsweep.sweeps.plan.Plan;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.spark.util.CollectionAccumulator;
import org.apache.spark.util.LongAccumulator;

/**
 * Runs a sweep in this JVM, segment by segment, by the tasks that Spark would run: a study for
 * tests of all that is above or below Spark and the command line.
 */
public final class InlineRun {

  private static final double SECONDS_A_TRIAL = 1e-3;

  /** Trials of a segment, if nobody says. */
  private static final long SEGMENT_TRIALS = 1000;

  private final Study study;
  private final RunRequest request;

  InlineRun(Study study, RunRequest request) {
    this.study = study;
    this.request = request;
  }

  /**
   * Runs the trials that a study lacks, and compacts it.
   *
   * @param segmentTrials trials of a segment, if the study is new or has to grow
   * @param overrides {@code name=value}, as on the command line
   */
  public static void run(Path sweep, Path out, long segmentTrials, String... overrides)
      throws IOException {
    SweepRun.of(sweep, out, overrides).segments(segmentTrials).inline();
  }

  /** The same, but leaves every segment in files of its own. */
  public static void runWithoutCompaction(
      Path sweep, Path out, long segmentTrials, String... overrides) throws IOException {
    SweepRun.of(sweep, out, overrides).segments(segmentTrials).inlineWithoutCompaction();
  }

  /**
   * Does so in a process of its own, which dies at a fault point.
   *
   * @return its exit status
   */
  static int dieAt(Path log, String point, int count, Path sweep, Path out, long segmentTrials)
      throws IOException, InterruptedException {
    Process process =
        DriverProcess.startOf(
            InlineRun.class,
            log,
            point,
            Integer.toString(count),
            sweep.toString(),
            out.toString(),
            Long.toString(segmentTrials));
    if (!process.waitFor(2, TimeUnit.MINUTES)) {
      process.destroyForcibly();
    }
    return process.waitFor();
  }

  /** The fault point and its count, as of {@link DriverProcess}, and the first arguments of run. */
  public static void main(String[] args) throws IOException {
    DriverProcess.dieAt(args[0], Integer.parseInt(args[1]));
    run(Path.of(args[2]), Path.of(args[3]), Long.parseLong(args[4]));
  }

  /** Runs the trials that are missing; returns the work that there was. */
  Work run(boolean compacted) throws IOException {
    new StudyRun(study, request).check();
    study.storage().createFolders("");
    try (StudyLock lock = lock()) {
      if (!request.shard().hasOthers()) {
        StudyDeletion.remains(study);
      }
      layOut();
      Work work = runPending();
      if (compacted && study.isMarkedFinished() && Compaction.isDue(study)) {
        Compaction.of(study, lock);
      }
      return work;
    }
  }

  private StudyLock lock() throws IOException {
    return request.shard().hasOthers()
        ? StudyLock.ofShard(study, request.shard().index(), request.shard().shards(), words -> {})
        : StudyLock.ofStudy(study);
  }

  private Work runPending() throws IOException {
    StudyRun run = new StudyRun(study, request);
    Work work = run.prepare(1, run.published(), Optional.empty());
    run.finish();
    try (FailureLimit limit = FailureLimit.of(study, request.limits().maxFailures())) {
      SegmentTask task =
          new SegmentTask(
              study,
              work.generations(),
              request,
              limit,
              new StatusAccumulator(),
              new LongAccumulator(),
              new CollectionAccumulator<>());
      for (Segment segment : work.pending()) {
        task.call(SegmentTask.argument(segment, 0));
      }
    }
    run.finish();
    return work;
  }

  /** Lays out a further generation without a pilot, if the study is new or has to grow. */
  private void layOut() throws IOException {
    List<Generation> generations = new ArrayList<>(study.generations());
    Plan plan = request.plan();
    if (!GenerationLayout.isNew(study, generations, request)) {
      return;
    }
    Generation draft =
        new Generation(
            generations.size(),
            Generation.PlanText.of(plan),
            new long[] {0, plan.size()},
            new double[] {0},
            CodeHistory.declaration(plan.simulation()),
            Retirement.of(generations, study.files().segments(), plan),
            null);
    generations.add(draft);
    GenerationPlan added = Plans.of(generations).get(draft.number());
    Layout layout = new Layout(draft, added, trial -> SECONDS_A_TRIAL);
    study.markUnfinished();
    study.create(layout.generationOf(request.limits().segmentIndices().orElse(SEGMENT_TRIALS)));
  }
}
