package io.gradsweep.workers.simulations.gradientautoscaling;

import java.util.Arrays;
import java.util.List;

/** Means over the steps of an epoch, and their course along the epochs. */
final class EpochStatistics {

  private final GradientTransform transform;
  private final double[] layerSums;
  private double[] firstLayerMeans;
  private double[] lastLayerMeans;
  private double[] sigmas = new double[16];
  private int epochs;

  private double lossSum;
  private double sigmaSum;
  private double epochAlphaSum;
  private double ratioSum;
  private int steps;
  private double lastLoss = Double.NaN;
  private double lastAlpha = Double.NaN;
  private double lastRatio = Double.NaN;

  private double leastAlpha = Double.POSITIVE_INFINITY;
  private double largestAlpha = Double.NEGATIVE_INFINITY;
  private double alphaSum;
  private long allSteps;
  private double leastLayerStd = Double.POSITIVE_INFINITY;
  private double smallestNow;
  private double largestNow;

  EpochStatistics(GradientTransform transform) {
    this.transform = transform;
    layerSums = new double[transform.blocks().size()];
  }

  /** Called after a gradient has been transformed. */
  void addStep(double loss) {
    lossSum += loss;
    sigmaSum += transform.lastSigma();
    steps++;
    double alpha = transform.alpha();
    leastAlpha = Math.min(leastAlpha, alpha);
    largestAlpha = Math.max(largestAlpha, alpha);
    alphaSum += alpha;
    epochAlphaSum += alpha;
    ratioSum += transform.ratio();
    allSteps++;
    smallestNow = Double.POSITIVE_INFINITY;
    largestNow = 0;
    for (int l = 0; l < layerSums.length; l++) {
      if (transform.blocks().get(l).eligible()) {
        double std = transform.layerStd(l);
        layerSums[l] += std;
        smallestNow = Math.min(smallestNow, std);
        largestNow = Math.max(largestNow, std);
      }
    }
    leastLayerStd = Math.min(leastLayerStd, smallestNow);
  }

  /** Closes an epoch; a last one cut short by the budget counts too. */
  void endEpoch() {
    if (steps == 0) {
      return;
    }
    lastLoss = lossSum / steps;
    lastAlpha = epochAlphaSum / steps;
    lastRatio = ratioSum / steps;
    if (epochs == sigmas.length) {
      sigmas = Arrays.copyOf(sigmas, 2 * epochs);
    }
    sigmas[epochs++] = sigmaSum / steps;
    lastLayerMeans = new double[layerSums.length];
    for (int l = 0; l < layerSums.length; l++) {
      lastLayerMeans[l] = layerSums[l] / steps;
    }
    if (firstLayerMeans == null) {
      firstLayerMeans = lastLayerMeans;
    }
    Arrays.fill(layerSums, 0);
    lossSum = 0;
    sigmaSum = 0;
    epochAlphaSum = 0;
    ratioSum = 0;
    steps = 0;
  }

  int epochs() {
    return epochs;
  }

  /** Mean training loss of the last epoch; NaN before one has ended. */
  double lastLoss() {
    return lastLoss;
  }

  /** Mean multiplier of the last epoch; NaN before one has ended. */
  double lastAlpha() {
    return lastAlpha;
  }

  /** Mean ‖ĝ‖/‖g‖ of the last epoch; NaN before one has ended. */
  double lastRatio() {
    return lastRatio;
  }

  double firstSigma() {
    return epochs == 0 ? Double.NaN : sigmas[0];
  }

  double lastSigma() {
    return epochs == 0 ? Double.NaN : sigmas[epochs - 1];
  }

  double sigmaTrend() {
    return spearman(Arrays.copyOf(sigmas, epochs));
  }

  /**
   * Spearman's correlation of values with their positions, ties sharing the mean of their ranks;
   * NaN for fewer than two values or if all values are equal.
   */
  static double spearman(double[] values) {
    int n = values.length;
    double product = 0;
    double squares = 0;
    for (int i = 0; i < n; i++) {
      double rank = 0;
      for (double other : values) {
        rank += other < values[i] ? 1 : other == values[i] ? 0.5 : 0;
      }
      double deviation = rank - n / 2.0;
      product += deviation * (i - (n - 1) / 2.0);
      squares += deviation * deviation;
    }
    return product / Math.sqrt(squares * (n * (n * (double) n - 1) / 12));
  }

  long layersRising() {
    long rising = 0;
    for (int l = 0; firstLayerMeans != null && l < firstLayerMeans.length; l++) {
      rising += lastLayerMeans[l] > firstLayerMeans[l] ? 1 : 0;
    }
    return rising;
  }

  long layers() {
    return transform.blocks().stream().filter(GradientBlock::eligible).count();
  }

  List<Double> alphas() {
    return List.of(leastAlpha, alphaSum / allSteps, largestAlpha);
  }

  double leastLayerStd() {
    return leastLayerStd;
  }

  double smallestLayerStdNow() {
    return smallestNow;
  }

  double largestLayerStdNow() {
    return largestNow;
  }
}
