package io.gradsweep.workers.simulations.attention;

import io.gradsweep.results.trial.Params;
import io.gradsweep.workers.api.UnusableParameter;

/** The parameters of one trial, read once and checked together. */
record AttentionSettings(
    int numSymbols,
    double selfProbability,
    boolean exactSelf,
    int sequenceLength,
    int testLength,
    int inputDimension,
    int keyDimension,
    int valueDimension,
    double noise,
    double initScale,
    boolean freeValues,
    UpdateRule updateRule,
    double queryStepSize,
    double keyStepSize,
    double valueStepSize,
    double outputStepSize,
    long eSteps,
    long mSteps,
    long maxSteps,
    long recordEvery,
    int settlingPoints,
    double tolerance) {

  enum UpdateRule {
    SGD,
    EM_SCHEDULE,
    EM_ALTERNATING,
    EM_MM
  }

  /** Where the released script has 0.1 for the values, it has 0.01 for the rest. */
  private static final double EM_RATIO = 10;

  private static final int LEAST_LENGTH = 8;

  static AttentionSettings of(Params params) {
    UpdateRule rule =
        switch (params.text("update_rule")) {
          case "sgd" -> UpdateRule.SGD;
          case "em_schedule" -> UpdateRule.EM_SCHEDULE;
          case "em_alternating" -> UpdateRule.EM_ALTERNATING;
          default -> UpdateRule.EM_MM;
        };
    boolean free = params.text("value_parameterisation").equals("free");
    refuse(
        free && rule == UpdateRule.EM_MM,
        "update_rule: em_mm with value_parameterisation free (must be projected)");
    double stepSize = params.real("step_size");
    return new AttentionSettings(
        params.size("num_symbols"),
        params.real("self_probability"),
        params.text("transition_mode").equals("exact_self"),
        params.size("sequence_length"),
        testLength(params, free),
        params.size("input_dimension"),
        params.size("key_dimension"),
        params.size("value_dimension"),
        params.real("noise"),
        params.real("init_scale"),
        free,
        rule,
        orElse(params, "query_step_size", stepSize),
        orElse(params, "key_step_size", stepSize),
        valueStepSize(params, rule),
        orElse(params, "output_step_size", stepSize),
        params.whole("e_steps"),
        params.whole("m_steps"),
        params.whole("max_steps"),
        params.whole("record_every"),
        params.size("settling_points"),
        params.real("tolerance"));
  }

  private static double valueStepSize(Params params, UpdateRule rule) {
    double stepSize = params.real("step_size");
    return orElse(
        params, "value_step_size", rule == UpdateRule.SGD ? stepSize : EM_RATIO * stepSize);
  }

  private static double orElse(Params params, String name, double otherwise) {
    return params.isSet(name) ? params.real(name) : otherwise;
  }

  /** 0 for no held-out sequence: free values exist at the training positions alone. */
  static int testLength(Params params, boolean free) {
    if (!params.isSet("test_length")) {
      return free ? 0 : params.size("sequence_length");
    }
    int length = params.size("test_length");
    refuse(
        length > 0 && length < LEAST_LENGTH,
        "test_length: %d (must be 0, or at least %d)".formatted(length, LEAST_LENGTH));
    refuse(
        free && length > 0,
        "test_length: %d with value_parameterisation free (must be 0)".formatted(length));
    return length;
  }

  private static void refuse(boolean wrong, String what) {
    if (wrong) {
      throw new UnusableParameter("Cannot run attention with " + what);
    }
  }
}
