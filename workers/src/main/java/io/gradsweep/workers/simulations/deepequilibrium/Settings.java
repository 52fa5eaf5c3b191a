package io.gradsweep.workers.simulations.deepequilibrium;

import io.gradsweep.results.trial.Params;
import io.gradsweep.workers.api.RateWindow;
import io.gradsweep.workers.api.Refusals;
import io.gradsweep.workers.simulations.deepequilibrium.Inputs.FeatureMap;
import io.gradsweep.workers.simulations.deepequilibrium.Inputs.Init;
import io.gradsweep.workers.simulations.deepequilibrium.Inputs.Integrator;
import io.gradsweep.workers.simulations.deepequilibrium.Inputs.Reduction;
import io.gradsweep.workers.simulations.deepequilibrium.Inputs.StepSizeScale;
import io.gradsweep.workers.simulations.deepequilibrium.Inputs.Teacher;
import java.util.List;

/** The inputs of one trial, read once and checked together. */
final class Settings {

  private static final long GD_STEPS = 3000;
  private static final double MOST_STEPS = 1e7;
  private static final int LARGEST_OPERATOR = 256;

  final ModelKind model;
  final double gamma;
  final int width;
  final int outputs;
  final int depth;
  final boolean zeroInit;
  final double initScale;
  final int samples;
  final int testSamples;
  final boolean reluFeatures;
  final int dimension;
  final Teacher teacher;
  final double teacherGamma;
  final double noise;
  final Loss loss;
  final boolean sum;
  final boolean flow;

  /** η, or the flow's time step; a multiple of the largest if {@link #stepSizeOfLimit}. */
  final double stepSize;

  final boolean stepSizeOfLimit;
  final long maxSteps;
  final double horizon;
  final double tolerance;
  final RateWindow window;
  final boolean trackOperator;
  final long trackEvery;

  /** NaN if there is no comparison with a trust region. */
  final double trustRegionFraction;

  private final Params params;

  Settings(Params p) {
    params = p;
    model = p.get(Inputs.MODEL);
    gamma = p.get(Inputs.GAMMA);
    width = p.size(Inputs.WIDTH);
    outputs = p.size(Inputs.OUTPUT_DIMENSION);
    depth = p.size(Inputs.DEPTH);
    zeroInit = p.get(Inputs.INIT) == Init.UNIFORM_ZERO;
    initScale = p.get(Inputs.INIT_SCALE);
    samples = p.size(Inputs.NUM_SAMPLES);
    testSamples = p.size(Inputs.NUM_TEST_SAMPLES);
    reluFeatures = p.get(Inputs.FEATURE_MAP) == FeatureMap.RANDOM_RELU;
    dimension = Math.toIntExact(p.getOr(Inputs.DIMENSION, width));
    teacher = p.get(Inputs.TEACHER);
    teacherGamma = p.get(Inputs.TEACHER_GAMMA);
    noise = p.get(Inputs.NOISE);
    loss = p.get(Inputs.LOSS);
    sum = p.get(Inputs.LOSS_REDUCTION) == Reduction.SUM;
    flow = p.get(Inputs.INTEGRATOR) == Integrator.RK4;
    stepSize = p.getOr(Inputs.STEP_SIZE, usualStepSize());
    stepSizeOfLimit = p.get(Inputs.STEP_SIZE_SCALE) == StepSizeScale.LIMIT;
    maxSteps = p.getOr(Inputs.MAX_STEPS, flow ? Long.MAX_VALUE : GD_STEPS);
    horizon = p.get(Inputs.HORIZON);
    tolerance = p.get(Inputs.TOLERANCE);
    window = RateWindow.of(p, Inputs.RATE_WINDOW_LOW, Inputs.RATE_WINDOW_HIGH);
    trackOperator = p.get(Inputs.TRACK_OPERATOR);
    trackEvery = p.get(Inputs.TRACK_EVERY);
    trustRegionFraction = p.getOr(Inputs.TRUST_REGION_FRACTION, Double.NaN);
    checkData(Refusals.of(p));
    checkMethod(Refusals.of(p));
  }

  private double usualStepSize() {
    double contraction = 1 - gamma;
    return !flow ? 0.05 * contraction * contraction : gamma < 0.9 ? 0.02 : 0.002;
  }

  private void checkData(Refusals refusals) {
    refusals
        .when(
            !reluFeatures && dimension != width,
            List.of(Inputs.DIMENSION, Inputs.FEATURE_MAP),
            "must be null, or %s",
            Inputs.WIDTH)
        .when(
            loss == Loss.LOGISTIC && outputs != 1,
            List.of(Inputs.OUTPUT_DIMENSION, Inputs.LOSS),
            "must be 1")
        .when(
            loss == Loss.CROSS_ENTROPY && outputs < 2,
            List.of(Inputs.OUTPUT_DIMENSION, Inputs.LOSS),
            "must be >= 2");
  }

  private void checkMethod(Refusals refusals) {
    refusals
        .when(
            stepSizeOfLimit && !params.isSet(Inputs.STEP_SIZE),
            List.of(Inputs.STEP_SIZE, Inputs.STEP_SIZE_SCALE),
            "must be set")
        .when(
            stepSizeOfLimit && !implicit(),
            List.of(Inputs.STEP_SIZE_SCALE, Inputs.MODEL),
            "must be absolute")
        .when(
            trackOperator && (long) width * outputs > LARGEST_OPERATOR,
            List.of(Inputs.TRACK_OPERATOR, Inputs.WIDTH, Inputs.OUTPUT_DIMENSION),
            "their product must be at most %d",
            LARGEST_OPERATOR)
        .when(
            trackOperator && !implicit(),
            List.of(Inputs.TRACK_OPERATOR, Inputs.MODEL),
            "must be deq_linear or linear")
        .when(
            trustRegion() && !implicit(),
            Inputs.TRUST_REGION_FRACTION,
            "must be null unless %s is deq_linear or linear",
            Inputs.MODEL)
        .when(
            trustRegion() && outputs > 1 && (long) width * outputs > LARGEST_OPERATOR,
            List.of(Inputs.TRUST_REGION_FRACTION, Inputs.WIDTH, Inputs.OUTPUT_DIMENSION),
            "the product of the last two must be at most %d",
            LARGEST_OPERATOR);
  }

  boolean implicit() {
    return model.implicit();
  }

  boolean classification() {
    return loss != Loss.SQUARED;
  }

  /** c: 1, or 1/n for the mean. */
  double reduction() {
    return sum ? 1 : 1.0 / samples;
  }

  boolean trustRegion() {
    return !Double.isNaN(trustRegionFraction);
  }

  /** Steps that the trial may take with steps of this size. */
  long budget(double step) {
    if (!flow) {
      return maxSteps;
    }
    double steps = Math.ceil(horizon / step - 1e-9);
    Refusals.of(params)
        .when(
            !(steps <= MOST_STEPS || maxSteps <= MOST_STEPS),
            Inputs.HORIZON,
            "must be at most 1e7 steps of %s",
            step);
    return (long) Math.min(maxSteps, steps);
  }
}
