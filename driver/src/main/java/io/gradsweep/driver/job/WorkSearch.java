package io.gradsweep.driver.job;

import io.gradsweep.driver.job.StudyRun.TrialCounts;
import io.gradsweep.driver.job.StudyRun.Work;
import io.gradsweep.driver.rows.PartFooter;
import io.gradsweep.driver.study.AttemptMarker;
import io.gradsweep.driver.study.DataFile;
import io.gradsweep.driver.study.Generation;
import io.gradsweep.driver.study.Generation.Segment;
import io.gradsweep.driver.study.GenerationPlan;
import io.gradsweep.driver.study.LostTrial;
import io.gradsweep.driver.study.PartName;
import io.gradsweep.driver.study.PlanTally;
import io.gradsweep.driver.study.Plans;
import io.gradsweep.driver.study.Study;
import io.gradsweep.driver.study.StudySegments;
import io.gradsweep.sweeps.plan.Counts;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Finds and counts the trials of a request that a study lacks. */
final class WorkSearch {

  private final Study study;
  private final RunRequest request;
  private final List<Generation> generations;
  private final Map<DataFile, PartFooter> published;
  private final Optional<Forecast> added;
  private final List<GenerationPlan> plans;
  private final PlanTally tally;
  private final StudySegments segments;
  private boolean estimated;

  /**
   * @param generations generations of the study, the last one being that of the request's plan
   * @param added the expected time of the last generation, if it would be new
   */
  WorkSearch(
      Study study,
      RunRequest request,
      List<Generation> generations,
      Map<DataFile, PartFooter> published,
      Optional<Forecast> added) {
    this.study = study;
    this.request = request;
    this.generations = generations;
    this.published = published;
    this.added = added;
    plans = Plans.of(generations);
    tally = new PlanTally(plans);
    segments = StudySegments.of(generations);
  }

  static Set<PartName> segments(Map<DataFile, PartFooter> published) {
    return published.keySet().stream()
        .flatMap(file -> file.segments().stream())
        .collect(Collectors.toSet());
  }

  Work found() throws IOException {
    Set<PartName> there = segments(published);
    Map<PartName, Long> repeated = RepeatedTrials.of(study, request, published, tally);
    List<Segment> open = new ArrayList<>();
    List<Segment> again = new ArrayList<>();
    for (Segment segment : segments.live().filter(this::isRunnable).toList()) {
      if (request.takes(segment.part())) {
        (there.contains(segment.part()) ? again : open).add(segment);
      }
    }
    again.removeIf(segment -> !repeated.containsKey(segment.part()));
    long done = tally.rows(segments.live(), study.files().rows(published));
    long pending = open(open, done);
    long dropped = tally.others(segments.retiredBy(generations.size() - 1));
    long repeats = again.stream().mapToLong(segment -> repeated.get(segment.part())).sum();
    List<Segment> all = new ArrayList<>(open);
    all.addAll(again);
    return new Work(
        generations,
        List.copyOf(all),
        PartFooter.sum(published.values()),
        new TrialCounts(done, pending + repeats, dropped, estimated || tally.isEstimated()),
        forecast(all, repeated),
        lost(study, request, all));
  }

  /** Trials that are put last and still have to be run. */
  static List<LostTrial> lost(Study study, RunRequest request, List<Segment> segments)
      throws IOException {
    Set<PartName> parts = segments.stream().map(Segment::part).collect(Collectors.toSet());
    long most = SegmentTask.mostLostEnds(request.plan().sweep());
    return AttemptMarker.lost(study, false).stream()
        .filter(trial -> parts.contains(trial.segment()) && trial.ends() < most)
        .toList();
  }

  private Forecast forecast(List<Segment> segments, Map<PartName, Long> repeated) {
    Generation last = generations.get(generations.size() - 1);
    double seconds = Arrays.stream(last.seconds()).sum();
    Optional<Forecast> perSecond = added.filter(f -> seconds > 0).map(f -> f.part(1 / seconds));
    Map<Integer, Double> shares = new HashMap<>();
    Forecast forecast = Forecast.NOTHING;
    for (Segment segment : segments) {
      Forecast ofSegment =
          perSecond
              .filter(each -> segment.generation() == last.number())
              .map(each -> each.part(segment.seconds()))
              .orElse(Forecast.measuredBefore(segment.seconds()));
      Long again = repeated.get(segment.part());
      if (again == null) {
        forecast = forecast.plus(ofSegment);
        continue;
      }
      double share =
          shares.computeIfAbsent(segment.generation(), number -> plans.get(number).share());
      double trials = share * (segment.to() - segment.from());
      forecast = forecast.plus(ofSegment.part(Math.min(1, again / trials)));
    }
    return forecast;
  }

  private boolean isRunnable(Segment segment) {
    return plans.get(segment.generation()).runnable();
  }

  /** Number of trials of segments without a part: all trials of the plan that the study lacks. */
  private long open(List<Segment> open, long done) {
    if (open.isEmpty()) {
      return 0;
    }
    if (request.shard().hasOthers()) {
      return tally.trials(open.stream());
    }
    Counts counts = request.plan().counts();
    estimated |= counts.isEstimated();
    return Math.max(0, counts.trials() - done);
  }
}
