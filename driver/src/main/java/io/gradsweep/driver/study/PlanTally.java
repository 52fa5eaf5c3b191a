package io.gradsweep.driver.study;

import io.gradsweep.driver.study.Generation.Segment;
import io.gradsweep.results.trial.Trial;
import io.gradsweep.sweeps.plan.Plan;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Counts the current plan's trials in segments. Exact if it suffices to know the number of rows or
 * indices of a segment, or to examine a few million indices; estimated beyond that.
 */
public final class PlanTally {

  private static final long MOST_LOOKS = 5_000_000;

  private final List<GenerationPlan> plans;
  private final Plan current;
  private final Map<Integer, Boolean> within;
  private long looks;
  private boolean estimated;

  /**
   * @param plans of all generations, the current one at last
   */
  public PlanTally(List<GenerationPlan> plans) {
    this.plans = plans;
    current = plans.get(plans.size() - 1).plan();
    within =
        plans.stream().collect(Collectors.toMap(GenerationPlan::number, p -> p.isWithin(current)));
  }

  /** Whether a number that was returned is an estimate. */
  public boolean isEstimated() {
    return estimated;
  }

  /** Whether every trial of a generation is one of the current plan. */
  public boolean isWithin(int generation) {
    return within.get(generation);
  }

  /**
   * Number of rows of published segments that belong to the current plan.
   *
   * @param rows rows of each segment, of any plan
   */
  public long rows(Stream<Segment> segments, Map<PartName, Long> rows) {
    return segments
        .filter(segment -> rows.containsKey(segment.part()))
        .mapToLong(
            segment ->
                isWithin(segment.generation())
                    ? rows.get(segment.part())
                    : looked(segment, current::contains))
        .sum();
  }

  /** Number of trials of segments. */
  public long trials(Stream<Segment> segments) {
    return looked(segments, trial -> true);
  }

  /** Number of trials of segments that do not belong to the current plan. */
  public long others(Stream<Segment> segments) {
    return looked(
        segments.filter(segment -> !isWithin(segment.generation())),
        trial -> !current.contains(trial));
  }

  private long looked(Stream<Segment> segments, Predicate<Trial> wanted) {
    return segments.mapToLong(segment -> looked(segment, wanted)).sum();
  }

  private long looked(Segment segment, Predicate<Trial> wanted) {
    GenerationPlan plan = plans.get(segment.generation());
    long width = segment.to() - segment.from();
    if (looks + width <= MOST_LOOKS) {
      looks += width;
      return plan.count(segment, wanted);
    }
    estimated = true;
    return Math.round(plan.share() * width);
  }
}
