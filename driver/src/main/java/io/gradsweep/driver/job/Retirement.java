package io.gradsweep.driver.job;

import io.gradsweep.driver.study.Generation;
import io.gradsweep.driver.study.Generation.Segment;
import io.gradsweep.driver.study.Generation.SegmentRun;
import io.gradsweep.driver.study.GenerationPlan;
import io.gradsweep.driver.study.PartName;
import io.gradsweep.driver.study.Plans;
import io.gradsweep.driver.study.StudySegments;
import io.gradsweep.sweeps.plan.Plan;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Segments of a study that a plan no longer needs. A segment is run whole or not at all: one that
 * has no part, and has a trial that the plan does not contain, is retired, and a new generation
 * owns its trials that the plan contains.
 */
final class Retirement {

  /** Most indices that are examined. Segments beyond are retired unseen, which loses no trial. */
  private static final long MOST_LOOKS = 2_000_000;

  private Retirement() {}

  /**
   * The segments that a plan retires.
   *
   * @param published segments that have a part
   */
  static List<SegmentRun> of(List<Generation> generations, Set<PartName> published, Plan plan) {
    StudySegments segments = StudySegments.of(generations);
    List<SegmentRun> runs = new ArrayList<>();
    long looks = 0;
    for (GenerationPlan generation : Plans.of(generations)) {
      if (!generation.isWithin(plan)) {
        for (Segment segment : segments.live(generation.number()).toList()) {
          if (!published.contains(segment.part())) {
            looks += segment.to() - segment.from();
            boolean isWanted =
                looks <= MOST_LOOKS
                    && generation.count(segment, trial -> !plan.contains(trial)) == 0;
            if (!isWanted) {
              add(runs, segment);
            }
          }
        }
      }
    }
    return List.copyOf(runs);
  }

  private static void add(List<SegmentRun> runs, Segment segment) {
    SegmentRun last = runs.isEmpty() ? null : runs.get(runs.size() - 1);
    boolean follows =
        last != null
            && last.generation() == segment.generation()
            && last.first() + last.count() == segment.number();
    if (follows) {
      runs.set(runs.size() - 1, new SegmentRun(last.generation(), last.first(), last.count() + 1));
    } else {
      runs.add(new SegmentRun(segment.generation(), segment.number(), 1));
    }
  }
}
