package io.gradsweep.driver.job;

import io.gradsweep.driver.RequestException;
import io.gradsweep.driver.SystemFailure;
import io.gradsweep.driver.job.StudyRun.Work;
import io.gradsweep.driver.spark.SparkRuntime;
import io.gradsweep.driver.study.Generation.Segment;
import io.gradsweep.driver.study.LostTrial;
import io.gradsweep.driver.study.PartName;
import io.gradsweep.driver.study.Study;
import io.gradsweep.driver.study.StudyLock;
import io.gradsweep.driver.study.StudySegments;
import io.gradsweep.results.outcome.Status;
import io.gradsweep.results.outcome.StatusCounts;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.util.CollectionAccumulator;
import org.apache.spark.util.LongAccumulator;

/** Runs the segments that a study lacks, those of trials that are put last behind all others. */
final class PendingRun {

  private static final long NEVER = Long.MAX_VALUE;

  private final Study study;
  private final RunRequest request;
  private final List<Segment> segments;
  private final StatusAccumulator counts = new StatusAccumulator();
  private final LongAccumulator late;
  private final CollectionAccumulator<String> differences = new CollectionAccumulator<>();
  private final FailureLimit limit;
  private final SweepJob job;

  /**
   * @param limit of failures, which the run hears of
   */
  PendingRun(
      Study study,
      RunRequest request,
      SparkRuntime spark,
      Work work,
      FailureLimit limit,
      StudyLock lock,
      StudyRun.SweepWatcher watcher) {
    this.study = study;
    this.request = request;
    this.limit = limit;
    segments = work.pending();
    spark.context().sc().register(counts, "trials");
    late = spark.context().sc().longAccumulator("segments that are too late");
    spark.context().sc().register(differences, "differences of environments");
    SegmentTask task =
        new SegmentTask(study, work.generations(), request, limit, counts, late, differences);
    job = new SweepJob(spark, lock, task, counts, looks(watcher), work.trials().pending());
  }

  private SweepJob.Watcher looks(StudyRun.SweepWatcher watcher) {
    return new SweepJob.Watcher() {
      @Override
      public void look(StatusCounts so) throws IOException {
        watcher.show(so);
        limit.look(so.of(Status.FAILED));
      }

      @Override
      public long inVainSince() {
        long late = hasLate() ? deadline().latestBegin(Deadline.shortest(segments)) : NEVER;
        return Math.min(late, limit.passedAt());
      }
    };
  }

  RunEnd run() throws IOException {
    requireTime();
    boolean ended = job.run(segments, 0);
    limit.end(counts.value().of(Status.FAILED));
    boolean whole = ended && runPutOff();
    limit.goOn(counts.value().of(Status.FAILED));
    return whole ? end() : RunEnd.STOPPED;
  }

  /** Differences between the environments of executors and the one here, each once. */
  Set<String> differences() {
    return new TreeSet<>(differences.value());
  }

  /**
   * A run that could begin nothing would come to nothing again and again.
   *
   * @throws RequestException if no segment may begin
   */
  private void requireTime() {
    long shortest = Deadline.shortest(segments);
    if (!deadline().leavesTimeFor(shortest)) {
      throw new RequestException(
          ("Cannot run anything in the time that is left: %s (the shortest segment may take %s; what"
                  + " is published stays)")
              .formatted(
                  seconds(Math.max(0, deadline().left())),
                  seconds(Math.round(Deadline.UNCERTAINTY * shortest))));
    }
  }

  private Deadline deadline() {
    return request.limits().deadline();
  }

  /** Whether segments were passed over for want of time. */
  private boolean hasLate() {
    return late.sum() > 0;
  }

  private static String seconds(long millis) {
    return Math.round(millis / 1000.0) + " s";
  }

  /**
   * Runs the segments that were put off for trials that are put last: one after the other, so that
   * nothing runs beside such a trial.
   *
   * @return false if somebody has stopped it
   * @throws SystemFailure if there are such trials still; all others have their rows
   */
  private boolean runPutOff() throws IOException {
    Map<PartName, Integer> ends = new TreeMap<>();
    WorkSearch.lost(study, request, segments)
        .forEach(trial -> ends.merge(trial.segment(), trial.ends(), Integer::sum));
    for (Segment segment : segments) {
      Integer known = ends.get(segment.part());
      if (known != null && !limit.isPassed()) {
        if (!job.run(List.of(segment), known)) {
          return false;
        }
        limit.end(counts.value().of(Status.FAILED));
      }
    }
    List<LostTrial> still =
        ends.isEmpty() || isCutShort() ? List.of() : WorkSearch.lost(study, request, segments);
    if (!still.isEmpty()) {
      throw new SystemFailure(
          "Cannot finish the sweep: "
              + still.stream().map(LostTrial::words).collect(Collectors.joining("\n")));
    }
    return true;
  }

  private boolean isCutShort() {
    return limit.isPassed() || hasLate();
  }

  private RunEnd end() throws IOException {
    Set<PartName> published = study.files().segments();
    StudySegments laidOut = StudySegments.of(study.generations());
    Stream<PartName> due = segments.stream().map(Segment::part).filter(p -> !laidOut.isRetired(p));
    long missing = due.filter(part -> !published.contains(part)).count();
    if (missing > 0 && !isCutShort()) {
      throw new SystemFailure(
          "Cannot find %d of %d segments in %s after they ran (every executor must see that folder:"
                  .formatted(missing, segments.size(), study.name())
              + " give an --out that all machines share)");
    }
    // what is repeated has a part before: nobody knows whether it has been
    boolean isOpen = missing > 0 || !request.repeated().isEmpty();
    if (limit.isPassed() && isOpen) {
      return RunEnd.STOPPED;
    }
    return hasLate() && isOpen ? RunEnd.OUT_OF_TIME : RunEnd.WHOLE;
  }
}
