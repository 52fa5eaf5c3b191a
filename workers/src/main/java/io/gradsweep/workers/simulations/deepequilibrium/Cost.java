package io.gradsweep.workers.simulations.deepequilibrium;

import io.gradsweep.results.trial.Params;
import io.gradsweep.workers.simulations.deepequilibrium.Inputs.Integrator;
import io.gradsweep.workers.simulations.deepequilibrium.Inputs.Reduction;
import io.gradsweep.workers.simulations.deepequilibrium.Inputs.StepSizeScale;

/** Number of operations of a trial, including the overhead of calls into BLAS and LAPACK. */
final class Cost {

  /**
   * Overhead of a call from Java into the library, as the number of operations that its inner loops
   * could do in that time.
   */
  private static final double CALL = 1000;

  /** Cost of a trial without steps, besides its arithmetic: streams, buffers, the outcome. */
  private static final double TRIAL = 3e6;

  private static final double MOST_STEPS = 1e7;

  private Cost() {}

  /**
   * Reads only the parameters that it needs, because a combination that a trial would refuse has a
   * cost too.
   */
  static double of(Params params) {
    double steps = steps(params);
    double stages = params.get(Inputs.INTEGRATOR) == Integrator.RK4 ? 4 : 1;
    double looks = steps / params.get(Inputs.TRACK_EVERY) + 1;
    return steps * stages * evaluation(params) + looks * look(params) + once(params);
  }

  private static double steps(Params params) {
    boolean flow = params.get(Inputs.INTEGRATOR) == Integrator.RK4;
    double step = params.isSet(Inputs.STEP_SIZE) ? params.get(Inputs.STEP_SIZE) : 0.02;
    if (params.get(Inputs.STEP_SIZE_SCALE) == StepSizeScale.LIMIT) {
      step *= expectedLimit(params);
    }
    double most = flow ? Math.min(MOST_STEPS, params.get(Inputs.HORIZON) / step) : MOST_STEPS;
    double budget =
        params.isSet(Inputs.MAX_STEPS) ? params.get(Inputs.MAX_STEPS) : flow ? most : 3000;
    return Math.min(most, budget) + 1;
  }

  /**
   * Estimates 2 over the largest eigenvalue of operator and Hessian for Gaussian features, whose
   * covariance has the largest eigenvalue (1 + √(m/n))².
   */
  private static double expectedLimit(Params params) {
    double n = params.get(Inputs.NUM_SAMPLES);
    double edge = 1 + Math.sqrt(params.get(Inputs.WIDTH) / n);
    double slowness = 1 - params.get(Inputs.GAMMA);
    double curvature =
        switch (params.get(Inputs.LOSS)) {
          case SQUARED -> 1;
          case CROSS_ENTROPY -> 0.5;
          case LOGISTIC -> 0.25;
        };
    double samples = params.get(Inputs.LOSS_REDUCTION) == Reduction.SUM ? n : 1;
    return 2 * slowness * slowness / (edge * edge * curvature * samples);
  }

  private static double evaluation(Params params) {
    double m = params.get(Inputs.WIDTH);
    double n = params.get(Inputs.NUM_SAMPLES);
    double outputs = params.get(Inputs.OUTPUT_DIMENSION);
    double depth = params.get(Inputs.DEPTH);
    boolean classes = params.get(Inputs.LOSS) != Loss.SQUARED;
    double k = classes ? n : Math.min(m, n);
    double loss = 4 * m * outputs * k + (classes ? 40 : 4) * outputs * k + 2 * CALL;
    double layer = 30 * m * m;
    return switch (params.get(Inputs.MODEL)) {
      case LINEAR -> layer + loss;
      case TRUNCATED_DEPTH -> layer + loss + depth * (6 * m * m * outputs + 3 * CALL);
      // products of matrices run at about six times the rate of the other models' operations
      case DNN_RELU -> depth * (m * m * n + 2 * m * n + CALL) + loss;
      case DEQ_LINEAR -> layer + loss + 2.0 / 3 * m * m * m + 6 * m * m * outputs + 5 * CALL;
    };
  }

  private static double look(Params params) {
    double m = params.get(Inputs.WIDTH);
    double size = m * params.get(Inputs.OUTPUT_DIMENSION);
    boolean tracked = params.get(Inputs.TRACK_OPERATOR);
    double operator = tracked ? 9 * size * size * size + 12 * m * m * m + 20 * CALL : 0;
    boolean compared = params.isSet(Inputs.TRUST_REGION_FRACTION);
    double subproblem = size * size * size / 3 + 4 * size * size + 3 * CALL;
    return operator + (compared ? 60 * subproblem : 0);
  }

  private static double once(Params params) {
    double m = params.get(Inputs.WIDTH);
    double n = params.get(Inputs.NUM_SAMPLES);
    double size = m * params.get(Inputs.OUTPUT_DIMENSION);
    double d = params.isSet(Inputs.DIMENSION) ? params.get(Inputs.DIMENSION) : m;
    double k = Math.min(m, n);
    double drawing = 60 * (m * m + size + d * (n + params.get(Inputs.NUM_TEST_SAMPLES)));
    boolean newton = params.get(Inputs.LOSS) != Loss.SQUARED && m < n;
    double optimum =
        newton
            ? 15 * (size * size * size / 3 + 2 * size * size * n) + 4.0 / 3 * size * size * size
            : 4 * m * n * k + 9 * k * k * k;
    return TRIAL + drawing + optimum + 2 * m * m * Math.min(n, 64) * params.get(Inputs.DEPTH);
  }
}
