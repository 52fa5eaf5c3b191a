package io.gradsweep.workers.simulations.gradientautoscaling;

import java.util.List;

/**
 * Transforms a gradient between backward and the optimiser's step, and measures it (Yun 2025; the
 * multiplier is reconstructed). Means are subtracted with a second pass, so that the mean of the
 * remainder is 0 up to rounding at its own size.
 */
final class GradientTransform {

  enum Method {
    NONE,
    CLIP_NORM,
    CLIP_VALUE,
    GC,
    ZNORM,
    CENTER,
    AUTOSCALE
  }

  enum SigmaMode {
    RMS_CENTRED,
    POOLED,
    MEAN_OF_STDS
  }

  /** Keeps a clipped norm below its bound in spite of rounding. */
  private static final double CLIP_EPSILON = 1e-6;

  private final Method method;
  private final SigmaMode sigmaMode;
  private final double clip;
  private final double epsilon;
  private final Multiplier multiplier;
  private final List<GradientBlock> blocks;

  private final double[] means;
  private final double[] squares;
  private final double[] rawNorms;
  private double sigma;
  private double alpha;
  private double ratio;
  private double largestAmplification;

  GradientTransform(
      Method method,
      SigmaMode sigmaMode,
      double clip,
      double epsilon,
      Multiplier multiplier,
      List<GradientBlock> blocks) {
    this.method = method;
    this.sigmaMode = sigmaMode;
    this.clip = clip;
    this.epsilon = epsilon;
    this.multiplier = multiplier;
    this.blocks = List.copyOf(blocks);
    means = new double[blocks.size()];
    squares = new double[blocks.size()];
    rawNorms = new double[blocks.size()];
  }

  /** Replaces g by the transformed gradient, and measures both. */
  void apply(double[] g) {
    double raw = 0;
    for (int l = 0; l < blocks.size(); l++) {
      GradientBlock block = blocks.get(l);
      means[l] = block.mean(g);
      squares[l] = block.squaresAround(means[l], g);
      rawNorms[l] = block.squaresAround(0, g);
      raw += rawNorms[l];
    }
    sigma = sigma();
    alpha = 1;
    transform(g, Math.sqrt(raw));
    double transformed = 0;
    for (int l = 0; l < blocks.size(); l++) {
      double square = blocks.get(l).squaresAround(0, g);
      transformed += square;
      if (blocks.get(l).eligible() && rawNorms[l] > 0) {
        largestAmplification = Math.max(largestAmplification, Math.sqrt(square / rawNorms[l]));
      }
    }
    ratio = raw > 0 ? Math.sqrt(transformed / raw) : 1;
  }

  void endEpoch() {
    multiplier.endEpoch();
  }

  private double sigma() {
    double sumOfSquares = 0;
    double sumOfStds = 0;
    double sum = 0;
    long entries = 0;
    int tensors = 0;
    for (int l = 0; l < blocks.size(); l++) {
      if (blocks.get(l).eligible()) {
        sumOfSquares += squares[l];
        sumOfStds += layerStd(l);
        sum += means[l] * blocks.get(l).size();
        entries += blocks.get(l).size();
        tensors++;
      }
    }
    return switch (sigmaMode) {
      case RMS_CENTRED -> Math.sqrt(sumOfSquares / entries);
      case POOLED -> Math.sqrt((sumOfSquares + between(sum / entries)) / entries);
      case MEAN_OF_STDS -> sumOfStds / tensors;
    };
  }

  /** Σ m_l (μ_l - μ)². */
  private double between(double mean) {
    double total = 0;
    for (int l = 0; l < blocks.size(); l++) {
      if (blocks.get(l).eligible()) {
        total += blocks.get(l).size() * (means[l] - mean) * (means[l] - mean);
      }
    }
    return total;
  }

  private void transform(double[] g, double norm) {
    switch (method) {
      case NONE -> {}
      case CLIP_NORM -> {
        alpha = Math.min(1, clip / (norm + CLIP_EPSILON));
        if (alpha < 1) {
          for (int i = 0; i < g.length; i++) {
            g[i] *= alpha;
          }
        }
      }
      case CLIP_VALUE -> {
        for (int i = 0; i < g.length; i++) {
          g[i] = Math.max(-clip, Math.min(clip, g[i]));
        }
      }
      case GC, ZNORM, CENTER -> eachEligible(g);
      case AUTOSCALE -> {
        alpha = multiplier.next(sigma);
        eachEligible(g);
      }
    }
  }

  private void eachEligible(double[] g) {
    for (int l = 0; l < blocks.size(); l++) {
      GradientBlock block = blocks.get(l);
      if (!block.eligible()) {
        continue;
      }
      if (method == Method.GC) {
        centreFilters(block, g);
      } else {
        double factor = method == Method.ZNORM ? 1 / (layerStd(l) + epsilon) : alpha;
        centre(g, block.offset(), block.size(), means[l], factor);
      }
    }
  }

  private static void centreFilters(GradientBlock block, double[] g) {
    int inputs = block.size() / block.filters();
    if (inputs == 1) {
      return; // a bias: its own mean would leave nothing
    }
    for (int f = 0; f < block.filters(); f++) {
      int from = block.offset() + f * inputs;
      centre(g, from, inputs, GradientBlock.mean(g, from, inputs), 1);
    }
  }

  /** Subtracts the mean, and then a second mean that removes the rounding left by the first. */
  private static void centre(double[] g, int from, int count, double mean, double factor) {
    GradientBlock.centre(g, from, count, mean, 1);
    GradientBlock.centre(g, from, count, GradientBlock.mean(g, from, count), factor);
  }

  /** Unbiased standard deviation; 0 for a tensor of one entry. */
  double layerStd(int l) {
    int size = blocks.get(l).size();
    return size < 2 ? 0 : Math.sqrt(squares[l] / (size - 1));
  }

  List<GradientBlock> blocks() {
    return blocks;
  }

  /** The global standard deviation of the last raw gradient. */
  double lastSigma() {
    return sigma;
  }

  double alpha() {
    return alpha;
  }

  /** ‖ĝ‖/‖g‖ of the last gradient, over all tensors. */
  double ratio() {
    return ratio;
  }

  /** The largest ‖ĝ_l‖/‖g_l‖ so far. */
  double largestAmplification() {
    return largestAmplification;
  }
}
