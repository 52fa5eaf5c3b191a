package io.gradsweep.workers.simulations.shallowrelu;

/**
 * The outer layer's kernel at infinite width, for knots uniform on (-Λ, Λ), half of the neurons
 * facing each way, a = ±1 and α² = m:
 *
 * <pre>
 *   K(x, z) = (S₁³/3 + D S₁²/2 + S₂³/3 + D S₂²/2)/(4Λ),   S₁ = min(x,z) + Λ, S₂ = Λ - max(x,z), D = |x - z|
 * </pre>
 *
 * for |x|, |z| at most Λ. ∂²K/∂x² = |x - z|/(4Λ), so its interpolants are cubic splines with knots
 * at the samples; they tend to the natural one as Λ grows.
 */
record SplineKernel(double halfWidth) {

  double value(double x, double z) {
    double distance = Math.abs(x - z);
    double left = Math.min(x, z) + halfWidth;
    double right = halfWidth - Math.max(x, z);
    return (oneSide(left, distance) + oneSide(right, distance)) / (4 * halfWidth);
  }

  /** ∫ of (u)(u + D) for u from 0 to S. */
  private static double oneSide(double s, double distance) {
    return s * s * (s / 3 + distance / 2);
  }

  double[][] gram(double[] x) {
    double[][] gram = new double[x.length][x.length];
    for (int j = 0; j < x.length; j++) {
      for (int k = 0; k < x.length; k++) {
        gram[j][k] = value(x[j], x[k]);
      }
    }
    return gram;
  }

  /** Σ_j w_j K(x, x_j). */
  double combination(double[] w, double[] points, double x) {
    double sum = 0;
    for (int j = 0; j < w.length; j++) {
      sum += w[j] * value(x, points[j]);
    }
    return sum;
  }
}
