package io.gradsweep.workers.simulations.relu;

import io.gradsweep.results.trial.Params;
import io.gradsweep.workers.api.UnusableParameter;
import java.util.Locale;

/** The parameters of one trial, read once and checked together. */
record ReluSettings(
    int width,
    int numSamples,
    boolean midpoints,
    Target target,
    double frequency,
    double noise,
    double scalingExponent,
    double layerScaleRatio,
    double knotHalfWidth,
    Init init,
    boolean antisymmetric,
    Optimizer optimizer,
    StepSizeMode stepSizeMode,
    double stepSize,
    long maxSteps,
    double tolerance,
    double clusterRadius,
    int gridSize) {

  enum Target {
    SQUARE_WAVE,
    SQUARE_WAVE_2,
    SINUSOID,
    ALTERNATING
  }

  enum Init {
    UNIFORM_KNOTS,
    GAUSSIAN,
    UNIFORM_ANGLE
  }

  enum Optimizer {
    GD,
    RK4_FLOW,
    OUTER_ONLY_GD
  }

  /** What {@link #stepSize} is a multiple of: 1, 1/λ_max at the start, or 1/λ_max now. */
  enum StepSizeMode {
    RAW,
    RELATIVE_INITIAL,
    SHARPNESS_TRACKING
  }

  static ReluSettings of(Params params) {
    ReluSettings settings =
        new ReluSettings(
            params.size("width"),
            params.size("num_samples"),
            params.text("sample_layout").equals("midpoints"),
            choice(Target.class, params, "target"),
            params.real("frequency"),
            params.real("noise"),
            params.real("output_scaling_exponent"),
            params.real("layer_scale_ratio"),
            params.real("knot_half_width"),
            choice(Init.class, params, "init_distribution"),
            params.flag("antisymmetric"),
            choice(Optimizer.class, params, "optimizer"),
            choice(StepSizeMode.class, params, "step_size_mode"),
            params.real("step_size"),
            params.whole("max_steps"),
            params.real("tolerance"),
            params.real("cluster_radius"),
            params.size("evaluation_grid_size"));
    settings.check();
    return settings;
  }

  private static <E extends Enum<E>> E choice(Class<E> type, Params params, String name) {
    return Enum.valueOf(type, params.text(name).toUpperCase(Locale.ROOT));
  }

  private void check() {
    refuse(width % 2 != 0, "width: %d (must be even)".formatted(width));
    double outermost = midpoints ? 1 - 1.0 / numSamples : 1;
    refuse(
        init == Init.UNIFORM_KNOTS && !(knotHalfWidth >= outermost),
        "knot_half_width: %s (must be at least %s, the outermost sample)"
            .formatted(knotHalfWidth, outermost));
    double spacing = midpoints ? 2.0 / numSamples : 2.0 / (numSamples - 1);
    refuse(
        !(clusterRadius < spacing / 2),
        "cluster_radius: %s (must be below %s, half the samples' spacing)"
            .formatted(clusterRadius, spacing / 2));
    double cell = 2 * outermost / (gridSize - 1);
    refuse(
        !(cell < clusterRadius),
        "evaluation_grid_size: %d (must be above %.0f, so that points are nearer than cluster_radius)"
            .formatted(gridSize, Math.floor(1 + 2 * outermost / clusterRadius)));
  }

  private static void refuse(boolean wrong, String message) {
    if (wrong) {
      throw new UnusableParameter("Cannot run shallow-relu with " + message);
    }
  }

  /** 1/α, with α = m^β. */
  double outputScale() {
    return 1 / StrictMath.pow(width, scalingExponent);
  }

  boolean outerLayerOnly() {
    return optimizer == Optimizer.OUTER_ONLY_GD;
  }
}
