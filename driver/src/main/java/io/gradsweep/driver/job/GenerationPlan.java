package io.gradsweep.driver.job;

import io.gradsweep.results.trial.Trial;
import io.gradsweep.sweeps.plan.Plan;
import java.util.List;
import java.util.Optional;

/**
 * The trials of one generation: those of its plan that no earlier generation holds.
 *
 * @param runnable whether the simulation still has the version that the generation was planned for
 */
public record GenerationPlan(Plan plan, List<Plan> earlier, boolean runnable) {

  private static final int LOOKS = 4096;

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

  /** Whether {@link #share} has looked at every index. */
  public boolean isShareExact() {
    return plan.size() <= LOOKS;
  }

  private boolean isNew(Trial trial) {
    for (Plan other : earlier) {
      if (other.contains(trial)) {
        return false;
      }
    }
    return true;
  }
}
