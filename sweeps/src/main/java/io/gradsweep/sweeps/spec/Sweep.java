package io.gradsweep.sweeps.spec;

import io.gradsweep.results.outcome.Recording;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A sweep as its author wrote it: a simulation, fixed parameters, a union of grids, and how to
 * analyse the results. Everything is resolved: no file to extend and no quick values remain.
 *
 * @param fixed parameters with one value, as axes of length one
 * @param blocks at least one; the first of two that overlap owns the trials
 * @param replicates if a rule decides, the most that it may need
 * @param replicateRule the rule that decides the number of replicates of each cell; empty if every
 *     grid point has {@code replicates} of them
 * @param rule the rule that turned the axes' expressions into values
 * @param rate a window on which rates are refitted when results are read
 * @param refine an edge along an axis that is searched for in every replicate
 * @param position position of the sweep's name
 */
public record Sweep(
    String name,
    String simulation,
    String about,
    List<Axis> fixed,
    List<Block> blocks,
    long replicates,
    Optional<ReplicateRule> replicateRule,
    long seed,
    ValueRule rule,
    Recording recording,
    Optional<Duration> timeLimit,
    OnFailure onFailure,
    Resources resources,
    List<SummarySpec> summaries,
    List<ClaimSpec> claims,
    List<PlotSpec> plots,
    List<FitSpec> fits,
    Optional<RateSpec> rate,
    Optional<RefineSpec> refine,
    Position position) {

  public Sweep {
    fixed = List.copyOf(fixed);
    blocks = List.copyOf(blocks);
    summaries = List.copyOf(summaries);
    claims = List.copyOf(claims);
    plots = List.copyOf(plots);
    fits = List.copyOf(fits);
  }

  /** The same sweep with its rates refitted. */
  public Sweep refitted(RateSpec window) {
    return with(replicates, replicateRule, rule, Optional.of(window));
  }

  /** The same sweep with its filters read by another rule; the values of its axes do not change. */
  public Sweep under(ValueRule other) {
    return with(replicates, replicateRule, other, rate);
  }

  /** The same sweep with a number of replicates, and no rule that decides it. */
  public Sweep withReplicates(long number) {
    return with(number, Optional.empty(), rule, rate);
  }

  private Sweep with(
      long replicates,
      Optional<ReplicateRule> replicateRule,
      ValueRule rule,
      Optional<RateSpec> rate) {
    return new Sweep(
        name,
        simulation,
        about,
        fixed,
        blocks,
        replicates,
        replicateRule,
        seed,
        rule,
        recording,
        timeLimit,
        onFailure,
        resources,
        summaries,
        claims,
        plots,
        fits,
        rate,
        refine,
        position);
  }
}
