package io.gradsweep.workers.simulations.shallowrelu;

import io.gradsweep.results.trial.Params;
import io.gradsweep.workers.api.Refusals;
import io.gradsweep.workers.simulations.shallowrelu.Inputs.Init;
import io.gradsweep.workers.simulations.shallowrelu.Inputs.Optimizer;
import io.gradsweep.workers.simulations.shallowrelu.Inputs.SampleLayout;
import io.gradsweep.workers.simulations.shallowrelu.Inputs.StepSizeMode;
import io.gradsweep.workers.simulations.shallowrelu.Inputs.Target;

/** The inputs of one trial, read once and checked together. */
final class Settings {

  final int width;
  final int numSamples;
  final boolean midpoints;
  final Target target;
  final double frequency;
  final double noise;
  final double scalingExponent;
  final double layerScaleRatio;
  final double knotHalfWidth;
  final Init init;
  final boolean antisymmetric;
  final Optimizer optimizer;

  /** The unit of {@link #stepSize}: 1, 1/λ_max at the start, or 1/λ_max now. */
  final StepSizeMode stepSizeMode;

  final double stepSize;
  final long maxSteps;
  final double tolerance;
  final double clusterRadius;
  final int gridSize;

  Settings(Params p) {
    width = p.size(Inputs.WIDTH);
    numSamples = p.size(Inputs.NUM_SAMPLES);
    midpoints = p.get(Inputs.SAMPLE_LAYOUT) == SampleLayout.MIDPOINTS;
    target = p.get(Inputs.TARGET);
    frequency = p.get(Inputs.FREQUENCY);
    noise = p.get(Inputs.NOISE);
    scalingExponent = p.get(Inputs.OUTPUT_SCALING_EXPONENT);
    layerScaleRatio = p.get(Inputs.LAYER_SCALE_RATIO);
    knotHalfWidth = p.get(Inputs.KNOT_HALF_WIDTH);
    init = p.get(Inputs.INIT_DISTRIBUTION);
    antisymmetric = p.get(Inputs.ANTISYMMETRIC);
    optimizer = p.get(Inputs.OPTIMIZER);
    stepSizeMode = p.get(Inputs.STEP_SIZE_MODE);
    stepSize = p.get(Inputs.STEP_SIZE);
    maxSteps = p.get(Inputs.MAX_STEPS);
    tolerance = p.get(Inputs.TOLERANCE);
    clusterRadius = p.get(Inputs.CLUSTER_RADIUS);
    gridSize = p.size(Inputs.EVALUATION_GRID_SIZE);
    check(Refusals.of(p));
  }

  private void check(Refusals refusals) {
    double outermost = midpoints ? 1 - 1.0 / numSamples : 1;
    double spacing = midpoints ? 2.0 / numSamples : 2.0 / (numSamples - 1);
    double cell = 2 * outermost / (gridSize - 1);
    refusals
        .when(width % 2 != 0, Inputs.WIDTH, "must be even")
        .when(
            init == Init.UNIFORM_KNOTS && !(knotHalfWidth >= outermost),
            Inputs.KNOT_HALF_WIDTH,
            "must be at least %s, the outermost sample",
            outermost)
        .when(
            !(clusterRadius < spacing / 2),
            Inputs.CLUSTER_RADIUS,
            "must be below %s, half the samples' spacing",
            spacing / 2)
        .when(
            !(cell < clusterRadius),
            Inputs.EVALUATION_GRID_SIZE,
            "must be above %.0f, so that points are nearer than %s",
            Math.floor(1 + 2 * outermost / clusterRadius),
            Inputs.CLUSTER_RADIUS);
  }

  /** 1/α, with α = m^β. */
  double outputScale() {
    return 1 / StrictMath.pow(width, scalingExponent);
  }

  /** Whether steps are those of a flow, and their sizes times of it. */
  boolean flow() {
    return switch (optimizer) {
      case RK4_FLOW, REDUCED_FLOW -> true;
      case GD, OUTER_ONLY_GD -> false;
    };
  }

  boolean outerLayerOnly() {
    return optimizer == Optimizer.OUTER_ONLY_GD;
  }
}
