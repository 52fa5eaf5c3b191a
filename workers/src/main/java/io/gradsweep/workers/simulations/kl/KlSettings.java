package io.gradsweep.workers.simulations.kl;

import io.gradsweep.results.trial.Params;

/** The parameters of one trial, read once and checked together. */
record KlSettings(
    boolean natural,
    boolean theta,
    boolean flow,
    Integrator integrator,
    int dimension,
    double stepSize,
    long maxSteps,
    double horizon,
    double stopKl,
    double affineScale,
    boolean guard,
    double guardFloor,
    boolean relativeCriterion,
    double tolerance,
    double windowLow,
    double windowHigh) {

  enum Integrator {
    EULER,
    RK4,
    EXACT
  }

  private static final long DISCRETE_STEPS = 100;
  private static final long MOST_STEPS = 10_000_000;

  /** NaN stands for "no affine change of the chart". */
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
    String guard = params.text("simplex_guard");
    return new KlSettings(
        natural,
        theta,
        flow,
        integrator,
        params.size("dimension"),
        stepSize,
        maxSteps(params, flow, stepSize, horizon),
        horizon,
        params.real("stop_kl"),
        affine,
        guard.equals("clamp_renormalise") || guard.equals("auto") && !flow,
        params.real("simplex_floor"),
        relative,
        tolerance,
        params.real("rate_window_low"),
        params.real("rate_window_high"));
  }

  private static double stepSize(Params params, boolean flow) {
    if (flow) {
      return params.real("time_step");
    }
    refuse(!params.isSet("step_size"), "step_size: null (must be set where time_mode is discrete)");
    return params.real("step_size");
  }

  private static long maxSteps(Params params, boolean flow, double timeStep, double horizon) {
    if (params.isSet("max_steps")) {
      return params.whole("max_steps");
    }
    if (!flow) {
      return DISCRETE_STEPS;
    }
    double steps = Math.ceil(horizon / timeStep - 1e-9);
    refuse(
        steps > MOST_STEPS,
        "horizon: %s steps of %s (must be at most %d steps)"
            .formatted(horizon, timeStep, MOST_STEPS));
    return (long) Math.max(1, steps);
  }

  private static void refuse(boolean wrong, String message) {
    if (wrong) {
      throw new IllegalArgumentException("Cannot run kl-divergence with " + message);
    }
  }

  boolean affine() {
    return !Double.isNaN(affineScale);
  }
}
