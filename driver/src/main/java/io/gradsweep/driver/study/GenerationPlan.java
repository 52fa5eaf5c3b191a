package io.gradsweep.driver.study;

import io.gradsweep.driver.study.Generation.Segment;
import io.gradsweep.driver.study.StudySegments.Retired;
import io.gradsweep.results.trial.Trial;
import io.gradsweep.sweeps.plan.Plan;
import io.gradsweep.sweeps.plan.PlanDifference;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;

/**
 * The trials of one generation: those of its plan that no earlier generation contained when it was
 * laid out. A segment that was retired by then contained none.
 *
 * @param number from 0
 * @param runnable whether the simulation still has the version for which the generation was planned
 */
public record GenerationPlan(int number, Plan plan, List<Earlier> earlier, boolean runnable) {

  private static final int LOOKS = 4096;

  /**
   * An earlier generation.
   *
   * @param retired ranges of retired segments, ordered by index
   */
  record Earlier(int number, Plan plan, List<Retired> retired) {

    /** The generation from which on this one no longer contains the trial at an index. */
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

  /** The first index: of a round, the indices of those before are earlier generations'. */
  public long first() {
    return plan.lastRound();
  }

  /** Number of indices from the first one on. */
  public long size() {
    return plan.size() - first();
  }

  /** Share of the indices at which this generation owns a trial, from a sample of them. */
  public double share() {
    long size = size();
    int looks = (int) Math.min(size, LOOKS);
    int owned = 0;
    for (int i = 0; i < looks; i++) {
      long index = first() + (looks == size ? i : (long) ((i + 0.5) / looks * size));
      owned += trial(index).isPresent() ? 1 : 0;
    }
    return looks == 0 ? 0 : (double) owned / looks;
  }

  /** Number of trials of a segment of this generation that pass a test, looked up one by one. */
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
        || PlanDifference.between(plan, other).isEmpty();
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
