package io.gradsweep.sweeps.spec;

import io.gradsweep.results.outcome.Recording;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A sweep as its author wrote it: a simulation, the trials to run, and how to analyse the results.
 * Everything is resolved: no file to extend and no quick values remain.
 *
 * @param position position of the sweep's name
 */
public record Sweep(
    String name,
    String simulation,
    String about,
    Grid grid,
    Execution execution,
    Analysis analysis,
    Position position) {

  /**
   * The trials: fixed parameters and a union of grids, and the replicates of each grid point.
   *
   * @param fixed parameters with one value, as axes of length one
   * @param blocks at least one; the first of two that overlap owns the trials
   * @param replicates if a rule decides, the most that it may need
   * @param replicateRule the rule that decides the number of replicates of each cell; empty if
   *     every grid point has {@code replicates} of them
   * @param rule the rule that turned the axes' expressions into values
   * @param refine an edge along an axis that is searched for in every replicate
   */
  public record Grid(
      List<Axis> fixed,
      List<Block> blocks,
      long replicates,
      Optional<ReplicateRule> replicateRule,
      long seed,
      ValueRule rule,
      Optional<RefineSpec> refine) {

    public Grid {
      fixed = List.copyOf(fixed);
      blocks = List.copyOf(blocks);
    }

    private Grid with(long number) {
      return new Grid(fixed, blocks, number, Optional.empty(), seed, rule, refine);
    }

    private Grid under(ValueRule other) {
      return new Grid(fixed, blocks, replicates, replicateRule, seed, other, refine);
    }
  }

  /** Settings for running a trial. */
  public record Execution(
      Recording recording,
      Optional<Duration> timeLimit,
      OnFailure onFailure,
      Resources resources) {}

  /**
   * The questions asked of the results.
   *
   * @param rate a window on which rates are refitted when results are read
   */
  public record Analysis(
      List<SummarySpec> summaries,
      List<ClaimSpec> claims,
      List<PlotSpec> plots,
      List<FitSpec> fits,
      Optional<RateSpec> rate) {

    public Analysis {
      summaries = List.copyOf(summaries);
      claims = List.copyOf(claims);
      plots = List.copyOf(plots);
      fits = List.copyOf(fits);
    }

    private Analysis refitted(RateSpec window) {
      return new Analysis(summaries, claims, plots, fits, Optional.of(window));
    }
  }

  /** The same sweep with its rates refitted. */
  public Sweep refitted(RateSpec window) {
    return new Sweep(name, simulation, about, grid, execution, analysis.refitted(window), position);
  }

  /** The same sweep with its filters read by another rule; the values of its axes do not change. */
  public Sweep under(ValueRule other) {
    return with(grid.under(other));
  }

  /** The same sweep with a number of replicates, and no rule that decides it. */
  public Sweep withReplicates(long number) {
    return with(grid.with(number));
  }

  /** The same sweep of other trials. */
  public Sweep with(Grid other) {
    return new Sweep(name, simulation, about, other, execution, analysis, position);
  }
}
