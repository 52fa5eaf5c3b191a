package io.gradsweep.workers.simulations.groupsparsity;

/** Norms of contiguous blocks of equal size, and the operators based on them. */
final class GroupThreshold {

  private GroupThreshold() {}

  /** ‖x_l‖₂ of block l. */
  static double norm(double[] x, int l, int g) {
    double square = 0;
    for (int i = l * g; i < (l + 1) * g; i++) {
      square += x[i] * x[i];
    }
    return Math.sqrt(square);
  }

  /** Σ_l ‖x_l‖₂. */
  static double sumOfNorms(double[] x, int g) {
    double sum = 0;
    for (int l = 0; l * g < x.length; l++) {
      sum += norm(x, l, g);
    }
    return sum;
  }

  /** max_l ‖x_l‖₂. */
  static double maxNorm(double[] x, int g) {
    double max = 0;
    for (int l = 0; l * g < x.length; l++) {
      max = Math.max(max, norm(x, l, g));
    }
    return max;
  }

  /** x_l ← max(0, 1 - t/‖x_l‖) x_l, the proximal map of t Σ‖x_l‖. */
  static void shrink(double[] x, int g, double t) {
    for (int l = 0; l * g < x.length; l++) {
      double norm = norm(x, l, g);
      double factor = norm > t ? 1 - t / norm : norm <= t ? 0 : Double.NaN;
      for (int i = l * g; i < (l + 1) * g; i++) {
        x[i] *= factor;
      }
    }
  }
}
