package io.gradsweep.driver.job;

import io.gradsweep.driver.rounds.Observations.Observation;
import io.gradsweep.results.trial.Trial;
import io.gradsweep.sweeps.plan.Plan;
import java.util.List;
import java.util.Optional;

/** The mean time of the trials of each grid point in earlier rounds of a design. */
final class SeenCost implements TrialCost {

  /** Time for the plan, the row and the file of a trial that does nothing. */
  private static final double OVERHEAD_SECONDS = 10e-6;

  private static final double UNCERTAINTY = 1.25;

  private final Plan grid;
  private final double[] seconds;
  private final int[] trials;

  /**
   * @param grid of the design
   * @param rows of earlier rounds
   */
  SeenCost(Plan grid, List<Observation> rows) {
    this.grid = grid;
    seconds = new double[Math.toIntExact(grid.combinations())];
    trials = new int[seconds.length];
    for (Observation row : rows) {
      seconds[row.combination()] += row.wallNanos() * 1e-9;
      trials[row.combination()]++;
    }
  }

  @Override
  public double seconds(Trial trial) {
    int combination = Math.toIntExact(grid.gridPoint(trial).orElseThrow());
    return OVERHEAD_SECONDS + seconds[combination] / Math.max(1, trials[combination]);
  }

  @Override
  public double leastSeconds(Trial trial) {
    return seconds(trial) / UNCERTAINTY;
  }

  @Override
  public double mostSeconds(Trial trial) {
    return seconds(trial) * UNCERTAINTY;
  }

  @Override
  public Optional<String> unknown() {
    return Optional.empty();
  }

  @Override
  public boolean isFailing() {
    return false;
  }
}
