package io.gradsweep.workers.simulations.kldivergence;

import io.gradsweep.results.trial.Params;
import io.gradsweep.workers.api.Vectors;
import io.gradsweep.workers.simulations.kldivergence.Inputs.CoordinateChart;
import io.gradsweep.workers.simulations.kldivergence.Inputs.Integrator;
import io.gradsweep.workers.simulations.kldivergence.Inputs.NoiseModel;
import io.gradsweep.workers.simulations.kldivergence.Inputs.Optimizer;
import io.gradsweep.workers.simulations.kldivergence.Inputs.TimeMode;
import java.util.Optional;

/**
 * The shape of trials that advance together: which operations a step has, and on how many numbers.
 * All else may differ from lane to lane.
 *
 * @param guard whether the authors' guard applies
 */
record LaneShape(
    int dimension,
    boolean natural,
    boolean theta,
    boolean affine,
    boolean guard,
    boolean noisy,
    Integrator integrator) {

  /** Beyond this, the points of a vector's lanes leave the nearest cache, and cost is BLAS's. */
  private static final int MOST_DIMENSION = 1000;

  static Optional<LaneShape> of(Params params) {
    int dimension = params.size(Inputs.DIMENSION);
    if (!Vectors.areThere() || dimension > MOST_DIMENSION) {
      return Optional.empty();
    }
    boolean theta = params.get(Inputs.COORDINATE_SYSTEM) == CoordinateChart.THETA;
    boolean guard =
        switch (params.get(Inputs.SIMPLEX_GUARD)) {
          case AUTO -> params.get(Inputs.TIME_MODE) != TimeMode.FLOW;
          case CLAMP_RENORMALISE -> true;
          case NONE -> false;
        };
    return Optional.of(
        new LaneShape(
            dimension,
            params.get(Inputs.OPTIMIZER) == Optimizer.NATURAL,
            theta,
            params.isSet(Inputs.AFFINE_SCALE),
            guard && !theta,
            params.get(Inputs.NOISE_MODEL) != NoiseModel.NONE,
            params.get(Inputs.INTEGRATOR)));
  }
}
