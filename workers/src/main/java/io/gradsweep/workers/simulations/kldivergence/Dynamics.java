package io.gradsweep.workers.simulations.kldivergence;

import io.gradsweep.workers.numeric.Kernels;

/**
 * The moving point, kept in η as its deviations e = p - q from the optimum and in θ as θ itself, so
 * that the tail of a run never depends on a difference of nearly equal numbers. Every step is made
 * in place; nothing is allocated after the start.
 */
final class Dynamics {

  private final Settings settings;
  private final Noise noise;
  private final double stepSize;
  private final double[] q;
  private final int n;
  private final double[] p;
  private final double[] e;
  private final double[] theta;
  private final double[] direction;
  private final double[] scratch;
  private final double[] base;
  private final double[] sum;
  private long guardActivations;

  /**
   * @param stepSize α, or the time step of a flow
   * @param q the optimum, n + 1 probabilities; kept, not changed
   * @param start n + 1 probabilities
   * @param noise of a discrete method's gradient
   */
  Dynamics(Settings settings, double stepSize, double[] q, double[] start, Noise noise) {
    this.stepSize = stepSize;
    this.settings = settings;
    this.noise = noise;
    this.q = q;
    n = q.length - 1;
    p = start.clone();
    e = new double[n + 1];
    theta = new double[n];
    direction = new double[n];
    scratch = new double[n];
    base = new double[n];
    sum = new double[n];
    for (int i = 0; i < n; i++) {
      e[i] = p[i] - q[i];
    }
    Simplex.closeDeviations(e);
    if (settings.theta) {
      Simplex.theta(p, theta);
    }
  }

  double[] p() {
    return p;
  }

  double[] e() {
    return e;
  }

  double[] theta() {
    return theta;
  }

  double stepSize() {
    return stepSize;
  }

  double[] q() {
    return q;
  }

  Noise noise() {
    return noise;
  }

  Settings settings() {
    return settings;
  }

  long guardActivations() {
    return guardActivations;
  }

  /** Takes notice that the arrays of the point were set from a lane. */
  void movedInLane(long activations) {
    guardActivations = activations;
  }

  /** One step of a discrete method, or one time step of a flow. */
  void step() {
    double h = stepSize;
    switch (settings.integrator) {
      case EULER -> {
        direction(noise.seen(e), direction);
        noise.disturb(p, direction);
        move(coordinates(), direction, h);
      }
      case RK4 -> rungeKutta(h);
      case EXACT -> decay(Kernels.exp(-h)); // η' = -(η - q): e(t + h) = e^(-h) e(t)
    }
    if (settings.guard && !settings.theta) {
      clamp();
    }
  }

  private double[] coordinates() {
    return settings.theta ? theta : e;
  }

  /**
   * The negative velocity: coordinates' = -direction.
   *
   * @param e the deviations that the gradient sees: from the optimum, or from a mini-batch
   */
  private void direction(double[] e, double[] out) {
    if (settings.natural) {
      if (settings.theta) {
        Simplex.etaGradient(e, p, out);
      } else {
        System.arraycopy(e, 0, out, 0, n);
      }
    } else if (settings.theta) {
      thetaGradient(e, out);
    } else {
      etaGradient(e, out);
    }
  }

  /** e; in the affine chart seen from θ, (c G(q))⁻¹ e. */
  private void thetaGradient(double[] e, double[] out) {
    if (!settings.affine()) {
      System.arraycopy(e, 0, out, 0, n);
      return;
    }
    double last = e[n] / q[n];
    for (int i = 0; i < n; i++) {
      out[i] = (e[i] / q[i] - last) / settings.affineScale;
    }
  }

  /** g_η; in the affine chart seen from η, c G(q) g_η. */
  private void etaGradient(double[] e, double[] out) {
    if (!settings.affine()) {
      Simplex.etaGradient(e, p, out);
      return;
    }
    Simplex.etaGradient(e, p, scratch);
    Simplex.fisherTimes(q, scratch, out);
    for (int i = 0; i < n; i++) {
      out[i] *= settings.affineScale;
    }
  }

  /** Sets the coordinates to {@code from - h · along}, and the rest accordingly. */
  private void move(double[] from, double[] along, double h) {
    double[] x = coordinates();
    for (int i = 0; i < n; i++) {
      x[i] = from[i] - h * along[i];
    }
    refresh();
  }

  private void refresh() {
    if (settings.theta) {
      Simplex.softmax(theta, p);
      for (int i = 0; i < n; i++) {
        e[i] = p[i] - q[i];
      }
      Simplex.closeDeviations(e);
    } else {
      Simplex.closeDeviations(e);
      for (int i = 0; i <= n; i++) {
        p[i] = q[i] + e[i];
      }
    }
  }

  /** The classical Runge-Kutta method of order four. */
  private void rungeKutta(double h) {
    System.arraycopy(coordinates(), 0, base, 0, n);
    direction(e, direction);
    System.arraycopy(direction, 0, sum, 0, n);
    stage(h / 2, 2);
    stage(h / 2, 2);
    stage(h, 1);
    move(base, sum, h / 6);
  }

  /** Evaluates the direction at base - h · (last direction), and adds it to the sum. */
  private void stage(double h, double weight) {
    move(base, direction, h);
    direction(e, direction);
    for (int i = 0; i < n; i++) {
      sum[i] += weight * direction[i];
    }
  }

  private void decay(double factor) {
    for (int i = 0; i < n; i++) {
      e[i] *= factor;
    }
    refresh();
  }

  /**
   * Applies the authors' guard, not a projection: entries below the floor are set to it; if their
   * sum then exceeds 1 - floor, each is divided by the sum of (entry + floor).
   */
  private void clamp() {
    double floor = settings.guardFloor;
    boolean active = false;
    double total = 0;
    for (int i = 0; i < n; i++) {
      if (p[i] < floor) {
        p[i] = floor;
        active = true;
      }
      total += p[i];
    }
    if (total > 1 - floor) {
      active = true;
      double scale = 1 / (total + n * floor);
      for (int i = 0; i < n; i++) {
        p[i] *= scale;
      }
    }
    if (active) {
      guardActivations++;
      for (int i = 0; i < n; i++) {
        e[i] = p[i] - q[i];
      }
      p[n] = q[n] + Simplex.closeDeviations(e);
    }
  }

  /** Norm of the gradient in the chart of the step, ‖g_η‖ or ‖e‖. */
  double gradientNorm() {
    double[] gradient = gradient();
    return Math.sqrt(Simplex.dot(gradient, gradient, n));
  }

  /** -dL/dt along the flow: the direction times the gradient, in the chart of the step. */
  double dissipation() {
    direction(e, direction);
    return Simplex.dot(direction, gradient(), n);
  }

  private double[] gradient() {
    if (settings.theta) {
      return e;
    }
    Simplex.etaGradient(e, p, scratch);
    return scratch;
  }
}
