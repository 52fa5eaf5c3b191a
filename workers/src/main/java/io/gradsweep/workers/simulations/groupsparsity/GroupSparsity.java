package io.gradsweep.workers.simulations.groupsparsity;

import io.gradsweep.results.outcome.Outcome;
import io.gradsweep.results.random.Streams;
import io.gradsweep.results.trial.Params;
import io.gradsweep.results.trial.SimulationSpec;
import io.gradsweep.results.trial.Trial;
import io.gradsweep.workers.api.LaneSimulation;
import io.gradsweep.workers.api.Lanes;
import io.gradsweep.workers.api.Recorder;
import io.gradsweep.workers.api.SmallCache;
import io.gradsweep.workers.api.Vectors;
import java.util.Optional;

/**
 * Regression on group-sparse weights by gradient descent on a diagonally grouped linear network,
 * whose implicit bias replaces a penalty (Li, Nguyen, Hegde &amp; Wong 2023), in comparison with
 * networks without groups and with penalised estimators.
 */
public final class GroupSparsity implements LaneSimulation {

  private static final int MOST_DESIGNS = 16;
  private static final long MOST_ENTRIES = 1 << 23;

  private final SmallCache<Object, Design> designs =
      new SmallCache<>(MOST_DESIGNS, MOST_ENTRIES, Design::entries);

  /**
   * Ridge regressions take ten times as long as their operations would at BLAS's rate (measured).
   */
  private static final double RIDGE = 10;

  @Override
  public SimulationSpec spec() {
    return Spec.SPEC;
  }

  /**
   * Counts the steps times two products with the design and one with the validation rows, and the
   * factors of a design. The cost of penalised estimators was measured: about 450 iterations per
   * penalty for group lasso; for Smile's lasso, 20 000 products with a p × p matrix in its
   * conjugate gradients.
   */
  @Override
  public double cost(Params params) {
    double n = params.get(Inputs.NUM_SAMPLES);
    double p = params.get(Inputs.DIMENSION);
    double steps = params.get(Inputs.MAX_STEPS);
    double step = 4 * n * p + 2 * Math.max(1, n / 3) * p + 25 * p;
    double small = Math.min(n, p);
    double factors = n * p + small * small * small;
    return switch (params.get(Inputs.ALGORITHM)) {
      case GROUP_LASSO -> Penalties.COUNT * Math.min(steps, 450) * step + 10 * factors;
      case PRIMAL_DUAL -> steps * step + 3 * factors;
      case LASSO -> Penalties.COUNT * 4e4 * p * p;
      case RIDGE -> Penalties.COUNT * RIDGE * (8 * n * p * p + 4 * p * p * p);
      case ALG1, ALG2, PLAIN_GD, U2_SPARSE, U2_SIGNED -> steps * step + factors;
    };
  }

  @Override
  public Outcome run(Trial trial, Streams streams, Recorder recorder) {
    return start(trial, streams, recorder).runToEnd();
  }

  private Run start(Trial trial, Streams streams, Recorder recorder) {
    Settings settings = new Settings(trial.params());
    Design design = designs.get(Design.key(trial), () -> Design.draw(settings, streams));
    RegressionProblem problem = new RegressionProblem(settings, design, streams);
    return new Run(settings, problem, recorder);
  }

  /** Descents on one design, whatever their algorithms, steps, groups and noise. */
  @Override
  public Optional<?> shape(Trial trial) {
    return Vectors.areThere() && trial.params().get(Inputs.ALGORITHM).descends()
        ? Optional.of(Design.key(trial))
        : Optional.empty();
  }

  @Override
  public Lanes lanes(Object shape, int count) {
    return new DescentLanes(count, this::start);
  }
}
