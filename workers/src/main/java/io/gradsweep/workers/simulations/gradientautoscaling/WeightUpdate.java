package io.gradsweep.workers.simulations.gradientautoscaling;

/**
 * An optimiser W ← W - η·direction. Weights, momentum and moments are doubles, whatever the network
 * uses.
 */
abstract class WeightUpdate {

  /**
   * @param g the transformed gradient, with weight decay in it
   */
  abstract void step(double[] w, double[] g, double stepSize);

  /** v ← μv + g; W ← W - ηv. */
  static WeightUpdate sgd(int size, double momentum) {
    if (momentum == 0) {
      return new WeightUpdate() {
        @Override
        void step(double[] w, double[] g, double stepSize) {
          for (int i = 0; i < w.length; i++) {
            w[i] -= stepSize * g[i];
          }
        }
      };
    }
    double[] v = new double[size];
    return new WeightUpdate() {
      @Override
      void step(double[] w, double[] g, double stepSize) {
        for (int i = 0; i < w.length; i++) {
          v[i] = momentum * v[i] + g[i];
          w[i] -= stepSize * v[i];
        }
      }
    };
  }

  /** Kingma &amp; Ba (2015) with β = (0.9, 0.999), ε = 1e-8 outside of the root. */
  static WeightUpdate adam(int size) {
    return new Adam(size);
  }

  private static final class Adam extends WeightUpdate {
    private static final double BETA_1 = 0.9;
    private static final double BETA_2 = 0.999;
    private static final double EPSILON = 1e-8;

    private final double[] m;
    private final double[] v;
    private double power1 = 1;
    private double power2 = 1;

    Adam(int size) {
      m = new double[size];
      v = new double[size];
    }

    @Override
    void step(double[] w, double[] g, double stepSize) {
      power1 *= BETA_1;
      power2 *= BETA_2;
      double first = stepSize / (1 - power1);
      double second = Math.sqrt(1 - power2);
      for (int i = 0; i < w.length; i++) {
        m[i] = BETA_1 * m[i] + (1 - BETA_1) * g[i];
        v[i] = BETA_2 * v[i] + (1 - BETA_2) * g[i] * g[i];
        w[i] -= first * m[i] / (Math.sqrt(v[i]) / second + EPSILON);
      }
    }
  }
}
