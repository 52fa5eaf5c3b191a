package io.gradsweep.workers.simulations.groupsparsity;

import java.util.Arrays;

/**
 * Predictions for a descent if XᵀX/n = I and there is no noise: then every group of norm m (every
 * weight, without groups) moves independently. NaN if nothing can be predicted.
 *
 * @param stepSizeLimit limit of the step of u: a larger one does not settle on the largest group
 * @param firstGrowth steps until the largest group passes half its norm
 * @param lastGrowth steps until the smallest does
 * @param rate final rate at which the squared error falls, per step
 */
record Theory(double stepSizeLimit, double firstGrowth, double lastGrowth, double rate) {

  private static final Theory SILENT = new Theory(Double.NaN, Double.NaN, Double.NaN, Double.NaN);

  static Theory of(Settings settings) {
    if (!settings.algorithm.normalises() && !settings.algorithm.squareNet()) {
      return SILENT;
    }
    double[] m = norms(settings);
    double least = Arrays.stream(m).min().orElseThrow();
    double most = Arrays.stream(m).max().orElseThrow();
    return new Theory(
        2 / curvature(settings, most),
        growth(settings, most),
        growth(settings, least),
        rate(settings, least, most));
  }

  private static int depth(Settings settings) {
    return settings.algorithm.squareNet() ? 2 : settings.depth;
  }

  private static double[] norms(Settings settings) {
    int g = settings.algorithm.squareNet() ? 1 : settings.groupSize;
    double[] truth = new double[settings.support()];
    Arrays.setAll(truth, settings::truth);
    double[] norms = new double[truth.length / g];
    Arrays.setAll(norms, l -> GroupThreshold.norm(truth, l, g));
    return norms;
  }

  /** d² c m^(2 - 2/d): the second derivative of the loss along u at u^d = m. */
  private static double curvature(Settings settings, double m) {
    int d = depth(settings);
    return d * d * settings.lossScale * StrictMath.pow(m, 2 - 2.0 / d);
  }

  /**
   * u' = -2 c u (u² - m) passes u² = m/2 at t = ln(m/α² - 1)/(4 m c), that is, after t/γ steps;
   * only for d = 2.
   */
  private static double growth(Settings settings, double m) {
    double ratio = m / (settings.initScale * settings.initScale);
    if (depth(settings) != 2 || !(ratio > 2)) {
      return Double.NaN;
    }
    return StrictMath.log(ratio - 1) / (4 * m * settings.lossScale * settings.stepSize);
  }

  /**
   * Minus twice the log of the slowest contraction: of u, 1 - γ times the curvature; of v, 1 - c
   * under big steps, which is a reflection for c = 2, and 1 - c η m² after the switch.
   */
  private static double rate(Settings settings, double least, double most) {
    double contraction = 0;
    for (double m : new double[] {least, most}) {
      double byU = Math.abs(1 - settings.stepSize * curvature(settings, m));
      contraction = Math.max(contraction, Math.max(byU, contractionOfV(settings, m)));
    }
    return contraction > 0 && contraction < 1 ? -2 * StrictMath.log(contraction) : Double.NaN;
  }

  private static double contractionOfV(Settings settings, double m) {
    return switch (settings.algorithm) {
      case ALG1 -> Math.abs(1 - settings.lossScale);
      case ALG2 -> Math.abs(1 - settings.lossScale * settings.vStepSize * m * m);
      case PLAIN_GD, U2_SPARSE, U2_SIGNED, GROUP_LASSO, PRIMAL_DUAL, LASSO, RIDGE -> 0;
    };
  }
}
