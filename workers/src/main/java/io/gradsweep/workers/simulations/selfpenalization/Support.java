package io.gradsweep.workers.simulations.selfpenalization;

/**
 * The set of weights that are not zero. Zero means exactly 0.0: there is no threshold for small
 * weights.
 *
 * @param size weights other than 0.0
 * @param truePositives of these, features that matter
 * @param noiseFeatures features that do not matter
 * @param noiseMin least weight of these; NaN where there are none
 * @param noiseMax greatest weight of these; NaN where there are none
 */
record Support(
    int size,
    int truePositives,
    int signalFeatures,
    int noiseFeatures,
    double noiseMin,
    double noiseMax) {

  static Support of(double[] beta, Signal signal) {
    int size = 0;
    int truePositives = 0;
    double noiseMin = Double.POSITIVE_INFINITY;
    double noiseMax = Double.NEGATIVE_INFINITY;
    int matter = signal.features();
    for (int l = 0; l < beta.length; l++) {
      size += beta[l] != 0 ? 1 : 0;
      if (l < matter) {
        truePositives += beta[l] != 0 ? 1 : 0;
      } else {
        noiseMin = Math.min(noiseMin, beta[l]);
        noiseMax = Math.max(noiseMax, beta[l]);
      }
    }
    boolean noisy = beta.length > matter;
    return new Support(
        size,
        truePositives,
        matter,
        beta.length - matter,
        noisy ? noiseMin : Double.NaN,
        noisy ? noiseMax : Double.NaN);
  }

  int falsePositives() {
    return size - truePositives;
  }

  boolean exact() {
    return truePositives == signalFeatures && falsePositives() == 0;
  }

  /** NaN if every feature matters. */
  double exactZeroNoiseFraction() {
    return (noiseFeatures - falsePositives()) / (double) noiseFeatures;
  }
}
