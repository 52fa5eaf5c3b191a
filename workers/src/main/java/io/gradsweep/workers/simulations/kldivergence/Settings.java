package io.gradsweep.workers.simulations.kldivergence;

import io.gradsweep.results.trial.Params;
import io.gradsweep.workers.api.RateWindow;
import io.gradsweep.workers.api.Refusals;
import io.gradsweep.workers.simulations.kldivergence.Inputs.CoordinateChart;
import io.gradsweep.workers.simulations.kldivergence.Inputs.Criterion;
import io.gradsweep.workers.simulations.kldivergence.Inputs.Distribution;
import io.gradsweep.workers.simulations.kldivergence.Inputs.Integrator;
import io.gradsweep.workers.simulations.kldivergence.Inputs.NoiseModel;
import io.gradsweep.workers.simulations.kldivergence.Inputs.Optimizer;
import io.gradsweep.workers.simulations.kldivergence.Inputs.RandomSource;
import io.gradsweep.workers.simulations.kldivergence.Inputs.Sharing;
import io.gradsweep.workers.simulations.kldivergence.Inputs.StepSizeScale;
import io.gradsweep.workers.simulations.kldivergence.Inputs.TimeMode;
import java.util.List;

/** The inputs of one trial, read once and checked together. */
final class Settings {

  private static final long DISCRETE_STEPS = 100;
  private static final long MOST_STEPS = 10_000_000;

  final boolean natural;
  final boolean theta;
  final boolean flow;
  final Integrator integrator;
  final int dimension;

  /** Whether all replicates share a target. */
  final boolean perStudy;

  final Distribution distribution;
  final double concentration;

  /** Whether target, start and samples come from the authors' Mersenne twister. */
  final boolean authors;

  /** N; 0 for the target itself. */
  final long numSamples;

  /** α in units of {@link #stepSizeScale}, or the time step of a flow. */
  final double stepSize;

  /** The unit of {@link #stepSize}. */
  final StepSizeScale stepSizeScale;

  final double horizon;
  final long maxSteps;
  final double stopKl;

  /** NaN if the chart is not changed by an affine map. */
  final double affineScale;

  final boolean guard;
  final double guardFloor;
  final boolean relativeCriterion;
  final double tolerance;
  final RateWindow window;
  final NoiseModel noiseModel;
  final double noise;

  /** 0 for the full batch; a batch of all samples is one. */
  final long batchSize;

  private final Params params;

  Settings(Params p) {
    params = p;
    natural = p.get(Inputs.OPTIMIZER) == Optimizer.NATURAL;
    theta = p.get(Inputs.COORDINATE_SYSTEM) == CoordinateChart.THETA;
    flow = p.get(Inputs.TIME_MODE) == TimeMode.FLOW;
    integrator = p.get(Inputs.INTEGRATOR);
    dimension = p.size(Inputs.DIMENSION);
    perStudy = p.get(Inputs.TARGET) == Sharing.PER_STUDY;
    distribution = p.get(Inputs.DISTRIBUTION);
    concentration = p.get(Inputs.CONCENTRATION);
    authors = p.get(Inputs.RANDOM_SOURCE) == RandomSource.MT19937;
    numSamples = p.get(Inputs.NUM_SAMPLES);
    stepSize = flow ? p.get(Inputs.TIME_STEP) : p.getOr(Inputs.STEP_SIZE, Double.NaN);
    stepSizeScale = p.get(Inputs.STEP_SIZE_SCALE);
    horizon = p.get(Inputs.HORIZON);
    stopKl = p.get(Inputs.STOP_KL);
    affineScale = p.getOr(Inputs.AFFINE_SCALE, Double.NaN);
    guard =
        switch (p.get(Inputs.SIMPLEX_GUARD)) {
          case AUTO -> !flow;
          case CLAMP_RENORMALISE -> true;
          case NONE -> false;
        };
    guardFloor = p.get(Inputs.SIMPLEX_FLOOR);
    relativeCriterion = p.get(Inputs.CONVERGENCE_CRITERION) == Criterion.RELATIVE_LOSS;
    tolerance = p.get(Inputs.TOLERANCE);
    noiseModel = p.get(Inputs.NOISE_MODEL);
    noise = p.get(Inputs.NOISE);
    Refusals refusals = Refusals.of(p);
    checkMethod(refusals);
    window = RateWindow.of(p, Inputs.RATE_WINDOW_LOW, Inputs.RATE_WINDOW_HIGH);
    refusals.when(
        authors && distribution != Distribution.NORMALISED_UNIFORM,
        List.of(Inputs.DISTRIBUTION, Inputs.RANDOM_SOURCE),
        "must be normalised_uniform");
    maxSteps = maxSteps(refusals);
    long batch = p.get(Inputs.BATCH_SIZE);
    checkNoise(refusals, batch);
    batchSize = batch == numSamples ? 0 : batch;
  }

  private void checkMethod(Refusals refusals) {
    refusals
        .when(
            !flow && Double.isNaN(stepSize),
            Inputs.STEP_SIZE,
            "must be set if %s is discrete",
            Inputs.TIME_MODE)
        .when(
            integrator == Integrator.EXACT && !(flow && natural && !theta),
            Inputs.INTEGRATOR,
            "must be euler or rk4, except for the natural gradient flow in eta")
        .when(
            !flow && integrator != Integrator.EULER,
            List.of(Inputs.INTEGRATOR, Inputs.TIME_MODE),
            "must be euler")
        .when(
            flow && stepSizeScale != StepSizeScale.ABSOLUTE,
            List.of(Inputs.STEP_SIZE_SCALE, Inputs.TIME_MODE),
            "must be absolute");
  }

  private long maxSteps(Refusals refusals) {
    if (!flow) {
      return params.getOr(Inputs.MAX_STEPS, DISCRETE_STEPS);
    }
    double steps = Math.ceil(horizon / stepSize - 1e-9);
    if (params.isSet(Inputs.MAX_STEPS)) {
      steps = Math.min(steps, params.get(Inputs.MAX_STEPS));
    }
    refusals.when(
        steps > MOST_STEPS,
        List.of(Inputs.HORIZON, Inputs.TIME_STEP),
        "must be at most %d steps",
        MOST_STEPS);
    return (long) Math.max(1, steps);
  }

  private void checkNoise(Refusals refusals, long batch) {
    boolean additive = noiseModel == NoiseModel.ADDITIVE;
    boolean multiplicative = noiseModel == NoiseModel.MULTIPLICATIVE;
    refusals
        .when(
            flow && noiseModel != NoiseModel.NONE,
            List.of(Inputs.NOISE_MODEL, Inputs.TIME_MODE),
            "must be none")
        .when(
            noise > 0 && !additive && !multiplicative,
            List.of(Inputs.NOISE, Inputs.NOISE_MODEL),
            "must be 0")
        .when(
            affine() && (multiplicative || natural && additive),
            List.of(Inputs.NOISE_MODEL, Inputs.OPTIMIZER, Inputs.AFFINE_SCALE),
            "%s must be null",
            Inputs.AFFINE_SCALE)
        .when(
            batch > 0 && noiseModel != NoiseModel.MINIBATCH,
            List.of(Inputs.BATCH_SIZE, Inputs.NOISE_MODEL),
            "must be 0")
        .when(
            numSamples > 0 && batch > numSamples,
            Inputs.BATCH_SIZE,
            "must be at most %s, %d",
            Inputs.NUM_SAMPLES,
            numSamples);
  }

  /**
   * Refuses an affine chart, or a scale of the step, that needs the inverse of a singular Fisher
   * matrix.
   *
   * @param interior whether every category has a sample
   */
  void requireInvertible(boolean interior) {
    boolean singular = !interior && !natural;
    String rule = "every category must have a sample";
    Refusals.of(params)
        .when(singular && affine(), Inputs.AFFINE_SCALE, rule)
        .when(singular && stepSizeScale != StepSizeScale.ABSOLUTE, Inputs.STEP_SIZE_SCALE, rule);
  }

  boolean noisy() {
    return switch (noiseModel) {
      case NONE -> false;
      case MINIBATCH -> batchSize > 0;
      case ADDITIVE, MULTIPLICATIVE -> noise > 0;
    };
  }

  boolean affine() {
    return !Double.isNaN(affineScale);
  }
}
