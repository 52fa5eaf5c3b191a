package io.gradsweep.workers.simulations.gradientautoscaling;

/**
 * One tensor of the gradient, and moments of its entries. Sums are of doubles, in four parts that
 * are added in a fixed order.
 *
 * @param filters its first extent, at least 1
 * @param eligible whether the transform acts on it
 */
record GradientBlock(int offset, int size, int filters, boolean eligible) {

  double mean(double[] g) {
    return mean(g, offset, size);
  }

  static double mean(double[] g, int from, int count) {
    double a = 0;
    double b = 0;
    double c = 0;
    double d = 0;
    int i = from;
    int end = from + count;
    for (; i < end - 3; i += 4) {
      a += g[i];
      b += g[i + 1];
      c += g[i + 2];
      d += g[i + 3];
    }
    for (; i < end; i++) {
      a += g[i];
    }
    return (a + b + (c + d)) / count;
  }

  /** Σ (g - mean)². */
  double squaresAround(double mean, double[] g) {
    return squaresAround(mean, g, offset, size);
  }

  static double squaresAround(double mean, double[] g, int from, int count) {
    double a = 0;
    double b = 0;
    double c = 0;
    double d = 0;
    int i = from;
    int end = from + count;
    for (; i < end - 3; i += 4) {
      a += (g[i] - mean) * (g[i] - mean);
      b += (g[i + 1] - mean) * (g[i + 1] - mean);
      c += (g[i + 2] - mean) * (g[i + 2] - mean);
      d += (g[i + 3] - mean) * (g[i + 3] - mean);
    }
    for (; i < end; i++) {
      a += (g[i] - mean) * (g[i] - mean);
    }
    return a + b + (c + d);
  }

  /** g ← factor·(g - mean) on a stretch. */
  static void centre(double[] g, int from, int count, double mean, double factor) {
    for (int i = from; i < from + count; i++) {
      g[i] = factor * (g[i] - mean);
    }
  }
}
