package io.gradsweep.driver.study;

import io.gradsweep.driver.study.Generation.Segment;
import io.gradsweep.driver.study.StudySegments.Retired;
import io.gradsweep.results.trial.Trial;
import io.gradsweep.sweeps.plan.Plan;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;

/**
 * The trials of one generation: those of its plan that no earlier generation held when it was laid
 * out. A segment that was retired by then held none.
 *
 * @param number from 0
 * @param runnable whether the simulation still has the version that the generation was planned for
 */
public record GenerationPlan(int number, Plan plan, List<Earlier> earlier, boolean runnable) {

  private static final int LOOKS = 4096;

  /**
   * An earlier generation.
   *
   * @param retired by index, those that come first before the others
   */
  record Earlier(int number, Plan plan, List<Retired> retired) {

    /** The generation from which on this one holds the trial at an index no more. */
    private int heldUntil(long index) {
      int low = 0;
      int high = retired.size() - 1;
      while (low <= high) {
        int middle = (low + high) >>> 1;
        Retired range = retired.get(middle);
        if (index < range.from()) {
          high = middle - 1;
        } else if (index >= range.to()) {
          low = middle + 1;
        } else {
          return range.by();
        }
      }
      return Integer.MAX_VALUE;
    }
  }

  /** The trial at an index of the plan, if there is one and this generation owns it. */
  public Optional<Trial> trial(long index) {
    return plan.trial(index).filter(this::isNew);
  }

  /**
   * Share of the plan's indices that this generation owns a trial at, looked up at some of them.
   */
  public double share() {
    long size = plan.size();
    int looks = (int) Math.min(size, LOOKS);
    int owned = 0;
    for (int i = 0; i < looks; i++) {
      long index = looks == size ? i : (long) ((i + 0.5) / looks * size);
      owned += trial(index).isPresent() ? 1 : 0;
    }
    return looks == 0 ? 0 : (double) owned / looks;
  }

  /** How many trials of a segment of this generation are such, looked up one by one. */
  public long count(Segment segment, Predicate<Trial> wanted) {
    long count = 0;
    for (long index = segment.from(); index < segment.to(); index++) {
      count += trial(index).filter(wanted).isPresent() ? 1 : 0;
    }
    return count;
  }

  /** Whether every trial of this generation is one of another plan. */
  public boolean isWithin(Plan other) {
    return plan.fingerprint().equals(other.fingerprint())
        || Plan.differences(plan, other).isEmpty();
  }

  private boolean isNew(Trial trial) {
    int heldUntil = 0;
    for (Earlier other : earlier) {
      if (heldUntil <= other.number()) {
        OptionalLong index = other.plan().indexOf(trial);
        heldUntil = index.isPresent() ? other.heldUntil(index.getAsLong()) : heldUntil;
      }
    }
    return heldUntil <= number;
  }
}
