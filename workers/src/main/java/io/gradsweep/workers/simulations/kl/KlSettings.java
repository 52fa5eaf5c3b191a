package io.gradsweep.workers.simulations.kl;

import io.gradsweep.results.trial.Params;
import io.gradsweep.workers.api.UnusableParameter;

/** The parameters of one trial, read once and checked together. */
record KlSettings(
    boolean natural,
    boolean theta,
    boolean flow,
    Integrator integrator,
    int dimension,
    double stepSize,
    StepSizeScale stepSizeScale,
    long maxSteps,
    double horizon,
    double stopKl,
    double affineScale,
    boolean guard,
    double guardFloor,
    boolean relativeCriterion,
    double tolerance,
    double windowLow,
    double windowHigh,
    NoiseModel noiseModel,
    double noise,
    long batchSize) {

  enum Integrator {
    EULER,
    RK4,
    EXACT
  }

  /** What {@link #stepSize} is a multiple of. */
  enum StepSizeScale {
    ABSOLUTE,
    SLOWEST_MODE,
    BEST_FIXED
  }

  enum NoiseModel {
    NONE,
    MINIBATCH,
    ADDITIVE,
    MULTIPLICATIVE
  }

  private static final long DISCRETE_STEPS = 100;
  private static final long MOST_STEPS = 10_000_000;

  /** NaN stands for "no affine change of the chart", a batch size of 0 for the full batch. */
  static KlSettings of(Params params) {
    boolean flow = params.text("time_mode").equals("flow");
    Integrator integrator =
        switch (params.text("integrator")) {
          case "rk4" -> Integrator.RK4;
          case "exact" -> Integrator.EXACT;
          default -> Integrator.EULER;
        };
    boolean natural = params.text("optimizer").equals("natural");
    boolean theta = params.text("coordinate_system").equals("theta");
    double affine = params.isSet("affine_scale") ? params.real("affine_scale") : Double.NaN;
    double stepSize = stepSize(params, flow);
    double horizon = params.real("horizon");
    boolean relative = params.text("convergence_criterion").equals("relative_loss");
    double tolerance = params.real("tolerance");
    refuse(
        integrator == Integrator.EXACT && !(flow && natural && !theta),
        "integrator: exact (must be euler or rk4, except for the natural gradient flow in eta)");
    refuse(
        !flow && integrator != Integrator.EULER,
        "integrator: %s with time_mode discrete (must be euler)"
            .formatted(params.text("integrator")));
    refuse(
        params.real("rate_window_low") >= params.real("rate_window_high"),
        "rate_window_low: %s (must be below rate_window_high)"
            .formatted(params.real("rate_window_low")));
    requireUniformAuthors(params);
    String guard = params.text("simplex_guard");
    return new KlSettings(
        natural,
        theta,
        flow,
        integrator,
        params.size("dimension"),
        stepSize,
        scale(params, flow),
        maxSteps(params, flow, stepSize, horizon),
        horizon,
        params.real("stop_kl"),
        affine,
        guard.equals("clamp_renormalise") || guard.equals("auto") && !flow,
        params.real("simplex_floor"),
        relative,
        tolerance,
        params.real("rate_window_low"),
        params.real("rate_window_high"),
        noiseModel(params, flow),
        params.real("noise"),
        batchSize(params));
  }

  private static NoiseModel noiseModel(Params params, boolean flow) {
    String word = params.text("noise_model");
    double noise = params.real("noise");
    refuse(
        flow && !word.equals("none"),
        "noise_model: %s with time_mode flow (must be none)".formatted(word));
    refuse(
        noise > 0 && !word.equals("additive") && !word.equals("multiplicative"),
        "noise: %s with noise_model %s (must be 0)".formatted(noise, word));
    boolean natural = params.text("optimizer").equals("natural");
    refuse(
        params.isSet("affine_scale")
            && (word.equals("multiplicative") || natural && word.equals("additive")),
        "noise_model: %s with optimizer %s and affine_scale %s (affine_scale must be null)"
            .formatted(word, params.text("optimizer"), params.value("affine_scale").text()));
    refuse(
        params.whole("batch_size") > 0 && !word.equals("minibatch"),
        "batch_size: %d with noise_model %s (must be 0)"
            .formatted(params.whole("batch_size"), word));
    return switch (word) {
      case "minibatch" -> NoiseModel.MINIBATCH;
      case "additive" -> NoiseModel.ADDITIVE;
      case "multiplicative" -> NoiseModel.MULTIPLICATIVE;
      default -> NoiseModel.NONE;
    };
  }

  /** A batch of all samples is the full batch. */
  private static long batchSize(Params params) {
    long samples = params.whole("num_samples");
    long batch = params.whole("batch_size");
    refuse(
        samples > 0 && batch > samples,
        "batch_size: %d (must be at most num_samples, %d)".formatted(batch, samples));
    return batch == samples ? 0 : batch;
  }

  private static void requireUniformAuthors(Params params) {
    refuse(
        params.text("random_source").equals("mt19937")
            && !params.text("distribution").equals("normalised_uniform"),
        "distribution: %s with random_source mt19937 (must be normalised_uniform)"
            .formatted(params.text("distribution")));
  }

  private static double stepSize(Params params, boolean flow) {
    if (flow) {
      return params.real("time_step");
    }
    refuse(!params.isSet("step_size"), "step_size: null (must be set where time_mode is discrete)");
    return params.real("step_size");
  }

  private static StepSizeScale scale(Params params, boolean flow) {
    String word = params.text("step_size_scale");
    refuse(
        flow && !word.equals("absolute"),
        "step_size_scale: %s with time_mode flow (must be absolute)".formatted(word));
    return switch (word) {
      case "slowest_mode" -> StepSizeScale.SLOWEST_MODE;
      case "best_fixed" -> StepSizeScale.BEST_FIXED;
      default -> StepSizeScale.ABSOLUTE;
    };
  }

  private static long maxSteps(Params params, boolean flow, double timeStep, double horizon) {
    if (!flow) {
      return params.isSet("max_steps") ? params.whole("max_steps") : DISCRETE_STEPS;
    }
    double steps = Math.ceil(horizon / timeStep - 1e-9);
    if (params.isSet("max_steps")) {
      steps = Math.min(steps, params.whole("max_steps"));
    }
    refuse(
        steps > MOST_STEPS,
        "horizon: %s steps of %s (must be at most %d steps)"
            .formatted(horizon, timeStep, MOST_STEPS));
    return (long) Math.max(1, steps);
  }

  private static void refuse(boolean wrong, String message) {
    if (wrong) {
      throw new UnusableParameter("Cannot run kl-divergence with " + message);
    }
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
