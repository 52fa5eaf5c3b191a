package io.gradsweep.sweeps.plan;

import java.util.List;

/**
 * The number of indices of a plan, and the reasons why some of them have no trial.
 *
 * @param size indices
 * @param overlapping indices whose trial an earlier block owns
 * @param trials indices that have a trial: the rest
 */
public record Counts(
    long size, List<Filtered> filtered, long overlapping, boolean overlapEstimated, long trials) {

  /** Whether the number of trials rests on an estimate. */
  public boolean isEstimated() {
    return overlapEstimated || filtered.stream().anyMatch(Filtered::estimated);
  }

  /** Trials that one filter leaves out. */
  public record Filtered(String filter, long count, boolean estimated) {}
}
