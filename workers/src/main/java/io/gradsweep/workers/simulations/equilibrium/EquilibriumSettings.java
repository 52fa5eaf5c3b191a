package io.gradsweep.workers.simulations.equilibrium;

import io.gradsweep.results.trial.Params;
import io.gradsweep.workers.api.UnusableParameter;

/** The parameters of one trial, read once and checked together. NaN stands for what is unset. */
record EquilibriumSettings(
    Model model,
    double gamma,
    int width,
    int outputs,
    int depth,
    boolean zeroInit,
    double initScale,
    int samples,
    int testSamples,
    boolean reluFeatures,
    int dimension,
    Teacher teacher,
    double teacherGamma,
    double noise,
    Loss loss,
    boolean sum,
    boolean flow,
    double stepSize,
    boolean stepSizeOfLimit,
    long maxSteps,
    double horizon,
    double tolerance,
    double windowLow,
    double windowHigh,
    boolean trackOperator,
    long trackEvery,
    double trustRegionFraction) {

  enum Model {
    DEQ_LINEAR,
    LINEAR,
    TRUNCATED_DEPTH,
    DNN_RELU
  }

  enum Teacher {
    LINEAR_ISO,
    DEQ,
    ONES,
    NOISE_LABELS
  }

  enum Loss {
    SQUARED,
    LOGISTIC,
    CROSS_ENTROPY
  }

  private static final long GD_STEPS = 3000;
  private static final double MOST_STEPS = 1e7;
  private static final int LARGEST_OPERATOR = 256;

  static EquilibriumSettings of(Params params) {
    Model model = model(params);
    boolean flow = params.text("integrator").equals("rk4");
    int width = params.size("width");
    refuse(
        params.real("rate_window_low") >= params.real("rate_window_high"),
        "rate_window_low: %s (must be below rate_window_high)"
            .formatted(params.real("rate_window_low")));
    return new EquilibriumSettings(
        model,
        params.real("gamma"),
        width,
        params.size("output_dimension"),
        params.size("depth"),
        params.text("init").equals("uniform_zero"),
        params.real("init_scale"),
        params.size("num_samples"),
        params.size("num_test_samples"),
        params.text("feature_map").equals("random_relu"),
        dimension(params),
        teacher(params),
        params.real("teacher_gamma"),
        params.real("noise"),
        loss(params),
        params.text("loss_reduction").equals("sum"),
        flow,
        stepSize(params, flow),
        ofLimit(params, model),
        params.isSet("max_steps") ? params.whole("max_steps") : flow ? Long.MAX_VALUE : GD_STEPS,
        params.real("horizon"),
        params.real("tolerance"),
        params.real("rate_window_low"),
        params.real("rate_window_high"),
        tracked(params, model),
        params.whole("track_every"),
        trustRegionFraction(params, model));
  }

  private static Model model(Params params) {
    return switch (params.text("model")) {
      case "linear" -> Model.LINEAR;
      case "truncated_depth" -> Model.TRUNCATED_DEPTH;
      case "dnn_relu" -> Model.DNN_RELU;
      default -> Model.DEQ_LINEAR;
    };
  }

  private static Teacher teacher(Params params) {
    return switch (params.text("teacher")) {
      case "deq" -> Teacher.DEQ;
      case "ones" -> Teacher.ONES;
      case "noise_labels" -> Teacher.NOISE_LABELS;
      default -> Teacher.LINEAR_ISO;
    };
  }

  private static Loss loss(Params params) {
    long outputs = params.whole("output_dimension");
    return switch (params.text("loss")) {
      case "logistic" -> {
        refuse(outputs != 1, "output_dimension: %d with loss logistic (must be 1)", outputs);
        yield Loss.LOGISTIC;
      }
      case "cross_entropy" -> {
        refuse(outputs < 2, "output_dimension: %d with loss cross_entropy (must be >= 2)", outputs);
        yield Loss.CROSS_ENTROPY;
      }
      default -> Loss.SQUARED;
    };
  }

  private static int dimension(Params params) {
    boolean set = params.isSet("dimension");
    refuse(
        set
            && params.text("feature_map").equals("identity")
            && params.whole("dimension") != params.whole("width"),
        "dimension: %s with feature_map identity (must be null, or width)",
        params.value("dimension").text());
    return params.size(set ? "dimension" : "width");
  }

  private static double stepSize(Params params, boolean flow) {
    if (params.isSet("step_size")) {
      return params.real("step_size");
    }
    refuse(
        params.text("step_size_scale").equals("limit"),
        "step_size: null with step_size_scale limit (must be set)");
    double contraction = 1 - params.real("gamma");
    return !flow ? 0.05 * contraction * contraction : params.real("gamma") < 0.9 ? 0.02 : 0.002;
  }

  private static boolean ofLimit(Params params, Model model) {
    boolean limit = params.text("step_size_scale").equals("limit");
    refuse(
        limit && !implicit(model),
        "step_size_scale: limit with model %s (must be absolute)",
        params.text("model"));
    return limit;
  }

  private static boolean tracked(Params params, Model model) {
    boolean tracked = params.flag("track_operator");
    long size = params.whole("width") * params.whole("output_dimension");
    refuse(
        tracked && size > LARGEST_OPERATOR,
        "track_operator: true with width times output_dimension %d (must be at most 256)",
        size);
    refuse(
        tracked && !implicit(model),
        "track_operator: true with model %s (must be deq_linear or linear)",
        params.text("model"));
    return tracked;
  }

  private static double trustRegionFraction(Params params, Model model) {
    if (!params.isSet("trust_region_fraction")) {
      return Double.NaN;
    }
    refuse(
        params.whole("output_dimension") != 1 || !implicit(model),
        "trust_region_fraction: %s (must be null unless output_dimension is 1 and model deq_linear"
            + " or linear)",
        params.real("trust_region_fraction"));
    return params.real("trust_region_fraction");
  }

  private static void refuse(boolean wrong, String message, Object... values) {
    if (wrong) {
      throw new UnusableParameter("Cannot run deep-equilibrium with " + message.formatted(values));
    }
  }

  /** Whether W = B U⁻¹ is what moves: for γ = 0, W itself. */
  private static boolean implicit(Model model) {
    return model == Model.DEQ_LINEAR || model == Model.LINEAR;
  }

  boolean implicit() {
    return implicit(model);
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
    refuse(
        !(steps <= MOST_STEPS || maxSteps <= MOST_STEPS),
        "horizon: %s in steps of %s (must be at most 1e7 steps)",
        horizon,
        step);
    return (long) Math.min(maxSteps, steps);
  }
}
