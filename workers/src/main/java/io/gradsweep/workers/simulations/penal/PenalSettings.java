package io.gradsweep.workers.simulations.penal;

import io.gradsweep.results.trial.Params;
import io.gradsweep.workers.api.UnusableParameter;

/** The parameters of one trial, read once and checked together. */
record PenalSettings(
    int numSamples,
    int dimension,
    Signal signal,
    double noise,
    int q,
    Profile profile,
    double ridge,
    boolean square,
    boolean fromZero,
    double initScale,
    boolean armijo,
    double stepSize,
    double stepCap,
    double betaMax,
    long maxSteps,
    double tolerance,
    boolean wrapped,
    double tau) {

  /** An infinite betaMax stands for "no upper bound". */
  static PenalSettings of(Params params) {
    boolean square = params.text("parametrization").equals("w_square");
    boolean fromZero = params.text("init").equals("zero");
    boolean wrapped = params.text("wrapper").equals("hierarchical");
    boolean armijo = params.text("step_rule").equals("armijo");
    boolean bounded = params.isSet("beta_max");
    double stepSize = params.real("step_size");
    refuse(
        square && fromZero,
        "init: zero with parametrization w_square (must be uniform: w = 0 is stationary)");
    refuse(square && bounded, "beta_max: %s with parametrization w_square (must be null)", params);
    refuse(wrapped && !fromZero, "wrapper: hierarchical with init uniform (must be zero)");
    refuse(
        armijo && stepSize > params.real("step_cap"),
        "step_size: %s with step_rule armijo (must be at most step_cap)".formatted(stepSize));
    return new PenalSettings(
        params.size("num_samples"),
        params.size("dimension"),
        signal(params.text("signal")),
        params.real("noise"),
        params.size("q"),
        params.text("kernel_profile").equals("rational") ? Profile.RATIONAL : Profile.EXP,
        params.real("ridge"),
        square,
        fromZero,
        params.real("init_scale"),
        armijo,
        stepSize,
        params.real("step_cap"),
        bounded ? params.real("beta_max") : Double.POSITIVE_INFINITY,
        params.whole("max_steps"),
        params.real("tolerance"),
        wrapped,
        params.real("tau"));
  }

  private static Signal signal(String word) {
    return switch (word) {
      case "quadratic" -> Signal.QUADRATIC;
      case "hierarchical" -> Signal.HIERARCHICAL;
      case "xor" -> Signal.XOR;
      case "null" -> Signal.NULL;
      default -> Signal.LINEAR;
    };
  }

  private static void refuse(boolean wrong, String what) {
    if (wrong) {
      throw new UnusableParameter("Cannot run self-penalization with " + what);
    }
  }

  private static void refuse(boolean wrong, String what, Params params) {
    refuse(wrong, wrong ? what.formatted(params.value("beta_max").text()) : what);
  }
}
