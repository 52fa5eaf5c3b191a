package io.gradsweep.workers.simulations.group;

import io.gradsweep.results.trial.Params;
import io.gradsweep.workers.api.UnusableParameter;
import java.util.Locale;

/** The parameters of one trial, read once and checked together. */
record GroupSettings(
    Algorithm algorithm,
    int samples,
    int dimension,
    int groupSize,
    int activeGroups,
    Signal signal,
    double signalValue,
    double noise,
    boolean gaussian,
    int depth,
    double initScale,
    double vInitScale,
    boolean randomInit,
    double stepSize,
    double vStepSize,
    boolean switchesByIteration,
    double switchTolerance,
    long switchIteration,
    int lossScale,
    boolean fresh,
    boolean selectsLast,
    long maxSteps) {

  enum Algorithm {
    /** Weight normalisation, with the step 1/u^(2d) of v to the end. */
    ALG1,
    /** As before, until a switch to a fixed step of v. */
    ALG2,
    PLAIN_GD,
    U2_SPARSE,
    U2_SIGNED,
    GROUP_LASSO,
    PRIMAL_DUAL,
    LASSO,
    RIDGE;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** u, v with w_l = u_l^d v_l. */
    boolean groupNet() {
      return this == ALG1 || this == ALG2 || this == PLAIN_GD;
    }

    boolean normalises() {
      return this == ALG1 || this == ALG2;
    }

    boolean squareNet() {
      return this == U2_SPARSE || this == U2_SIGNED;
    }
  }

  enum Signal {
    CONSTANT,
    RAMP,
    ALTERNATING
  }

  static GroupSettings of(Params params) {
    Algorithm algorithm = Algorithm.valueOf(params.text("algorithm").toUpperCase(Locale.ROOT));
    double stepSize = params.real("step_size");
    requireShapes(params);
    return new GroupSettings(
        algorithm,
        params.size("num_samples"),
        params.size("dimension"),
        params.size("group_size"),
        params.size("n_active_groups"),
        Signal.valueOf(params.text("signal").toUpperCase(Locale.ROOT)),
        params.real("signal_value"),
        params.real("noise"),
        params.text("design").equals("gaussian"),
        params.size("depth"),
        params.real("init_scale"),
        vInitScale(params, algorithm),
        params.text("v_init").equals("random"),
        stepSize,
        params.isSet("v_step_size") ? params.real("v_step_size") : stepSize,
        params.text("switch_rule").equals("iteration"),
        params.real("switch_tol"),
        params.whole("switch_iteration"),
        params.size("loss_scale"),
        params.text("u_update").equals("fresh"),
        params.text("selection").equals("last"),
        params.whole("max_steps"));
  }

  private static void requireShapes(Params params) {
    long dimension = params.whole("dimension");
    long groupSize = params.whole("group_size");
    long support = groupSize * params.whole("n_active_groups");
    long samples = params.whole("num_samples");
    refuse(
        dimension % groupSize != 0,
        "group_size: %d (must divide dimension, %d)".formatted(groupSize, dimension));
    refuse(
        support > dimension || support > samples,
        "n_active_groups: %d of %d weights (must be at most dimension, %d, and num_samples, %d)"
            .formatted(params.whole("n_active_groups"), groupSize, dimension, samples));
    refuse(
        samples * dimension > GroupDesign.MOST_ENTRIES,
        "num_samples: %d of dimension %d (must be at most %d entries)"
            .formatted(samples, dimension, GroupDesign.MOST_ENTRIES));
  }

  /** One where v is normalised anyway, zero where it is not: there v aligns itself. */
  private static double vInitScale(Params params, Algorithm algorithm) {
    if (!params.isSet("v_init_scale")) {
      return algorithm.normalises() ? 1 : 0;
    }
    double scale = params.real("v_init_scale");
    refuse(
        scale == 0 && algorithm.normalises(),
        "v_init_scale: %s with algorithm %s (must not be 0, which has no direction)"
            .formatted(scale, algorithm.word()));
    return scale;
  }

  private static void refuse(boolean wrong, String message) {
    if (wrong) {
      throw new UnusableParameter("Cannot run group-sparsity with " + message);
    }
  }

  int groups() {
    return dimension / groupSize;
  }

  /** Weights that are not zero: the first ones. */
  int support() {
    return activeGroups * groupSize;
  }

  /** The i-th weight of the truth. */
  double truth(int i) {
    if (i >= support()) {
      return 0;
    }
    return switch (signal) {
      case CONSTANT -> signalValue;
      case RAMP -> signalValue + i;
      case ALTERNATING -> i % 4 == 0 || i % 4 == 3 ? signalValue : -signalValue;
    };
  }
}
