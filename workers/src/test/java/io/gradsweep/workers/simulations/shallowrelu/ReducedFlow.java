package io.gradsweep.workers.simulations.shallowrelu;

/**
 * The flow in the reduced parametrisation, by the loop over neurons and samples: (a, b) = ϱ (cos ϑ,
 * sin ϑ), r = c ϱ, one δ for all neurons, S = √(δ² + 4r²), and with g = (1/α) Σ_j ρ_j (x_j, -1)
 * over the active samples,
 *
 * <pre>
 *   ṙ = -S ⟨(cos ϑ, sin ϑ), g⟩,   ϑ̇ = -(2r/(S - δ)) ⟨(-sin ϑ, cos ϑ), g⟩
 * </pre>
 */
final class ReducedFlow {

  private final double delta;
  private final double[] x;
  private final double[] y;

  /** r of every neuron, then its ϑ. */
  private final double[] state;

  ReducedFlow(double delta, double[] r, double[] theta, double[] x, double[] y) {
    this.delta = delta;
    this.x = x;
    this.y = y;
    state = new double[2 * r.length];
    System.arraycopy(r, 0, state, 0, r.length);
    System.arraycopy(theta, 0, state, r.length, r.length);
  }

  private int width() {
    return state.length / 2;
  }

  /** The full network at the same point. */
  ReluNetwork network() {
    int m = width();
    double[] a = new double[m];
    double[] b = new double[m];
    double[] c = new double[m];
    for (int i = 0; i < m; i++) {
      double s = Math.sqrt(delta * delta + 4 * state[i] * state[i]);
      double length = Math.sqrt((s - delta) / 2);
      a[i] = length * StrictMath.cos(state[m + i]);
      b[i] = length * StrictMath.sin(state[m + i]);
      c[i] = Math.signum(state[i]) * Math.sqrt((s + delta) / 2);
    }
    return new ReluNetwork(a, b, c, 1.0 / m, new ActiveSets(x), y);
  }

  private double[] velocity(double[] z) {
    int m = width();
    double[] rho = values(z, x);
    double[] v = new double[2 * m];
    for (int i = 0; i < m; i++) {
      double cos = StrictMath.cos(z[m + i]);
      double sin = StrictMath.sin(z[m + i]);
      double gx = 0;
      double g1 = 0;
      for (int j = 0; j < x.length; j++) {
        boolean active = x[j] * cos - sin > 0;
        gx += active ? (rho[j] - y[j]) * x[j] / m : 0;
        g1 -= active ? (rho[j] - y[j]) / m : 0;
      }
      double s = Math.sqrt(delta * delta + 4 * z[i] * z[i]);
      v[i] = -s * (cos * gx + sin * g1);
      v[m + i] = -2 * z[i] / (s - delta) * (cos * g1 - sin * gx);
    }
    return v;
  }

  private static double[] values(double[] z, double[] points) {
    int m = z.length / 2;
    double[] f = new double[points.length];
    for (int i = 0; i < m; i++) {
      double cos = StrictMath.cos(z[m + i]);
      double sin = StrictMath.sin(z[m + i]);
      for (int j = 0; j < f.length; j++) {
        f[j] += z[i] * Math.max(0, points[j] * cos - sin) / m;
      }
    }
    return f;
  }

  double[] values(double[] points) {
    return values(state, points);
  }

  /** One step of the classical Runge-Kutta method. */
  void step(double h) {
    double[] k1 = velocity(state);
    double[] k2 = velocity(moved(k1, h / 2));
    double[] k3 = velocity(moved(k2, h / 2));
    double[] k4 = velocity(moved(k3, h));
    for (int i = 0; i < state.length; i++) {
      state[i] += h / 6 * (k1[i] + 2 * k2[i] + 2 * k3[i] + k4[i]);
    }
  }

  private double[] moved(double[] v, double h) {
    double[] z = state.clone();
    for (int i = 0; i < z.length; i++) {
      z[i] += h * v[i];
    }
    return z;
  }
}
