package io.gradsweep.workers.simulations.group;

import io.gradsweep.results.outcome.Outcome;
import io.gradsweep.results.random.Streams;
import io.gradsweep.results.trial.Params;
import io.gradsweep.results.trial.SimulationSpec;
import io.gradsweep.results.trial.Trial;
import io.gradsweep.workers.api.Recorder;
import io.gradsweep.workers.api.Simulation;

/**
 * Regression on group-sparse weights by gradient descent on a diagonally grouped linear network,
 * whose implicit bias stands in for a penalty (Li, Nguyen, Hegde &amp; Wong 2023), beside networks
 * without groups and penalised estimators.
 */
public final class GroupSparsity implements Simulation {

  private final DesignCache designs = new DesignCache();

  @Override
  public SimulationSpec spec() {
    return GroupSpec.SPEC;
  }

  /** Steps times two products with the design and one with the validation rows. */
  @Override
  public double cost(Params params) {
    double n = params.whole("num_samples");
    double p = params.whole("dimension");
    double steps = params.whole("max_steps");
    double step = 4 * n * p + 2 * Math.max(1, n / 3) * p + 25 * p;
    double small = Math.min(n, p);
    return switch (params.text("algorithm")) {
      case "group_lasso" -> Penalties.COUNT * Math.min(steps, 100) * step;
      case "lasso" -> Penalties.COUNT * (4e3 * p * p + n * p * p);
      case "ridge" -> Penalties.COUNT * (2 * n * p * p + p * p * p);
      default -> steps * step + n * p + small * small * small / 10;
    };
  }

  @Override
  public Outcome run(Trial trial, Streams streams, Recorder recorder) {
    GroupSettings settings = GroupSettings.of(trial.params());
    GroupDesign design =
        designs.get(GroupDesign.key(trial), () -> GroupDesign.draw(settings, streams));
    GroupProblem problem = new GroupProblem(settings, design, streams);
    return new GroupRun(settings, problem, recorder).outcome();
  }
}
