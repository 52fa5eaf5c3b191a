package io.gradsweep.workers.simulations.equilibrium;

import io.gradsweep.results.trial.Params;

/** Operations of a trial; what a call into BLAS or LAPACK costs beside them is counted too. */
final class EquilibriumCost {

  /** A call from Java into the library, in operations that its inner loops could have made. */
  private static final double CALL = 1000;

  /** What a trial of no steps takes beside its arithmetic: streams, buffers, the outcome. */
  private static final double TRIAL = 3e6;

  private static final double MOST_STEPS = 1e7;

  private EquilibriumCost() {}

  /** Reads what it needs one by one: a combination that a trial will refuse has a cost too. */
  static double of(Params params) {
    double steps = steps(params);
    double stages = params.text("integrator").equals("rk4") ? 4 : 1;
    double looks = steps / params.whole("track_every") + 1;
    return steps * stages * evaluation(params) + looks * look(params) + once(params);
  }

  private static double steps(Params params) {
    boolean flow = params.text("integrator").equals("rk4");
    double step = params.isSet("step_size") ? params.real("step_size") : 0.02;
    if (params.text("step_size_scale").equals("limit")) {
      step *= expectedLimit(params);
    }
    double most = flow ? Math.min(MOST_STEPS, params.real("horizon") / step) : MOST_STEPS;
    double budget = params.isSet("max_steps") ? params.whole("max_steps") : flow ? most : 3000;
    return Math.min(most, budget) + 1;
  }

  /**
   * What 2 over the largest eigenvalue of operator and Hessian comes to with Gaussian features,
   * whose covariance has the largest eigenvalue (1 + √(m/n))².
   */
  private static double expectedLimit(Params params) {
    double n = params.whole("num_samples");
    double edge = 1 + Math.sqrt(params.whole("width") / n);
    double slowness = 1 - params.real("gamma");
    double curvature =
        switch (params.text("loss")) {
          case "squared" -> 1;
          case "cross_entropy" -> 0.5;
          default -> 0.25;
        };
    double samples = params.text("loss_reduction").equals("sum") ? n : 1;
    return 2 * slowness * slowness / (edge * edge * curvature * samples);
  }

  private static double evaluation(Params params) {
    double m = params.whole("width");
    double n = params.whole("num_samples");
    double outputs = params.whole("output_dimension");
    double depth = params.whole("depth");
    boolean classes = !params.text("loss").equals("squared");
    double k = classes ? n : Math.min(m, n);
    double loss = 4 * m * outputs * k + (classes ? 40 : 4) * outputs * k + 2 * CALL;
    double layer = 30 * m * m;
    return switch (params.text("model")) {
      case "linear" -> layer + loss;
      case "truncated_depth" -> layer + loss + depth * (6 * m * m * outputs + 3 * CALL);
      // products of matrices run at about six times the rate of what the other models do
      case "dnn_relu" -> depth * (m * m * n + 2 * m * n + CALL) + loss;
      default -> layer + loss + 2.0 / 3 * m * m * m + 6 * m * m * outputs + 5 * CALL;
    };
  }

  private static double look(Params params) {
    double m = params.whole("width");
    double size = m * params.whole("output_dimension");
    boolean tracked = params.flag("track_operator");
    double operator = tracked ? 9 * size * size * size + 12 * m * m * m + 20 * CALL : 0;
    boolean compared = params.isSet("trust_region_fraction");
    return operator + (compared ? 60 * (m * m * m / 3 + 4 * m * m + 3 * CALL) : 0);
  }

  private static double once(Params params) {
    double m = params.whole("width");
    double n = params.whole("num_samples");
    double size = m * params.whole("output_dimension");
    double d = params.isSet("dimension") ? params.whole("dimension") : m;
    double k = Math.min(m, n);
    double drawing = 60 * (m * m + size + d * (n + params.whole("num_test_samples")));
    boolean newton = !params.text("loss").equals("squared") && m < n;
    double optimum =
        newton
            ? 15 * (size * size * size / 3 + 2 * size * size * n)
            : 4 * m * n * k + 9 * k * k * k;
    return TRIAL + drawing + optimum + 2 * m * m * Math.min(n, 64) * params.whole("depth");
  }
}
