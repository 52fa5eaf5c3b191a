package io.gradsweep.workers.simulations.groupsparsity;

import java.util.Arrays;

/**
 * The diagonally grouped linear network w_l = u_l^d v_l (Li, Nguyen, Hegde &amp; Wong 2023) on the
 * loss c/(2n) ‖Xw - y‖², by Algorithm 1 or 2, which normalise v, or by plain gradient descent.
 *
 * <p>With q = (c/n) Xᵀ(Xw - y): ∂u_l = d u_l^(d-1) ⟨v_l, q_l⟩ and ∂v_l = u_l^d q_l. Nothing is
 * allocated after the start.
 */
final class GroupNet implements Descent {

  private static final double LEAST_GATE = 1e-12;

  private final Settings settings;
  private final LeastSquares data;
  private final int g;
  private final int d;
  private final double[] u;
  private final double[] v;
  private final double[] w;
  private final double[] q;
  private final double[] residual;
  private final double[] z;
  private final double[] balance;
  private boolean bigSteps;
  private long step;
  private long switchedAt = -1;
  private double turn = Double.NaN;
  private final double orderGap;
  private double drift;

  /**
   * @param direction unit vectors v_l, one after the other; kept
   */
  GroupNet(Settings settings, LeastSquares data, double[] direction) {
    this(settings, data, gates(settings), scaled(settings, direction));
  }

  /**
   * @param u L gates; kept and changed
   * @param v L·g directions; kept and changed
   */
  GroupNet(Settings settings, LeastSquares data, double[] u, double[] v) {
    this.settings = settings;
    this.data = data;
    g = settings.groupSize;
    d = settings.depth;
    this.u = u;
    this.v = v;
    w = new double[v.length];
    q = new double[v.length];
    residual = new double[data.samples()];
    z = new double[g];
    balance = new double[u.length];
    bigSteps = settings.algorithm.normalises();
    for (int l = 0; l < u.length; l++) {
      balance[l] = balance(l);
    }
    refresh();
    orderGap =
        settings.algorithm.normalises() ? Double.NaN : OrderGap.of(this, g, d, settings.stepSize);
  }

  private static double[] gates(Settings settings) {
    double[] u = new double[settings.groups()];
    Arrays.fill(u, settings.initScale);
    return u;
  }

  private static double[] scaled(Settings settings, double[] direction) {
    double scale = settings.vInitScale;
    if (settings.algorithm.normalises()) {
      scale = Math.signum(scale);
    }
    double[] v = new double[direction.length];
    for (int i = 0; i < v.length; i++) {
      v[i] = scale * direction[i];
    }
    return v;
  }

  @Override
  public double[] weights() {
    return w;
  }

  @Override
  public double[] residual() {
    return residual;
  }

  @Override
  public double[] gates() {
    return u;
  }

  double[] directions() {
    return v;
  }

  @Override
  public long budget() {
    return settings.maxSteps;
  }

  @Override
  public double turn() {
    return turn;
  }

  @Override
  public long switchedAt() {
    return switchedAt;
  }

  @Override
  public double orderGap() {
    return orderGap;
  }

  @Override
  public double balanceDrift() {
    return settings.algorithm.normalises() ? Double.NaN : drift;
  }

  @Override
  public LeastSquares data() {
    return data;
  }

  @Override
  public void move() {
    data.takeGradient(factor(), q);
    if (settings.algorithm.normalises()) {
      double change = normalisedStep();
      step++;
      maySwitch(change);
    } else {
      plainStep();
      step++;
    }
    weigh();
  }

  @Override
  public void arrive() {
    data.takeResidual(residual);
  }

  private double factor() {
    return (double) settings.lossScale / data.samples();
  }

  /** ∂u at the present point, into L entries; ∂v into L·g entries. */
  void gradients(double[] byU, double[] byV) {
    data.gradient(residual, factor(), q);
    for (int l = 0; l < u.length; l++) {
      double below = power(u[l], d - 1);
      byU[l] = d * below * dot(v, q, l);
      for (int i = l * g; i < (l + 1) * g; i++) {
        byV[i] = below * u[l] * q[i];
      }
    }
  }

  /** Makes a step of v and u in all groups; returns the largest relative change of a gate. */
  private double normalisedStep() {
    double change = 0;
    double least = Double.POSITIVE_INFINITY;
    for (int l = 0; l < u.length; l++) {
      double below = power(u[l], d - 1);
      double gate = below * u[l];
      double stale = dot(v, q, l);
      // The big step is 1/u^(2d) times ∂v = u^d q, that is q/u^d, where no factor overflows.
      double cosine = turn(l, bigSteps ? 1 / gate : settings.vStepSize * gate);
      if (l < settings.activeGroups) {
        least = Math.min(least, cosine);
      }
      double slope = d * below * (settings.fresh ? dot(v, q, l) : stale);
      double before = u[l];
      u[l] = before - settings.stepSize * slope;
      change = Math.max(change, Math.abs(u[l] - before) / Math.abs(before + LEAST_GATE));
    }
    turn = least;
    return change;
  }

  /** v_l ← (v_l - h q_l) / ‖·‖, or the old v_l if that is zero; returns ⟨new v_l, old v_l⟩. */
  private double turn(int l, double h) {
    double square = 0;
    for (int j = 0; j < g; j++) {
      z[j] = v[l * g + j] - h * q[l * g + j];
      square += z[j] * z[j];
    }
    if (square == 0) {
      return 1;
    }
    double norm = Math.sqrt(square);
    double cosine = 0;
    for (int j = 0; j < g; j++) {
      double next = z[j] / norm;
      cosine += next * v[l * g + j];
      v[l * g + j] = next;
    }
    return cosine;
  }

  /**
   * The rule of relative change never fires after the first step, because there is nothing yet to
   * compare with.
   */
  private void maySwitch(double change) {
    if (settings.algorithm != Algorithm.ALG2 || !bigSteps) {
      return;
    }
    boolean switches =
        settings.switchesByIteration
            ? step >= settings.switchIteration
            : step > 1 && change < settings.switchTolerance;
    if (switches) {
      bigSteps = false;
      switchedAt = step;
    }
  }

  private void plainStep() {
    double gamma = settings.stepSize;
    for (int l = 0; l < u.length; l++) {
      double below = power(u[l], d - 1);
      double slope = d * below * dot(v, q, l);
      double h = gamma * below * u[l];
      for (int i = l * g; i < (l + 1) * g; i++) {
        v[i] -= h * q[i];
      }
      u[l] -= gamma * slope;
      drift = Math.max(drift, Math.abs(balance(l) - balance[l]));
    }
  }

  /** Updates w and the residual after a change of u and v. */
  void refresh() {
    weigh();
    data.residual(w, residual);
  }

  private void weigh() {
    for (int l = 0; l < u.length; l++) {
      double gate = power(u[l], d);
      for (int i = l * g; i < (l + 1) * g; i++) {
        w[i] = gate * v[i];
      }
    }
  }

  private double balance(int l) {
    return u[l] * u[l] / d - dot(v, v, l);
  }

  private double dot(double[] a, double[] b, int l) {
    double sum = 0;
    for (int i = l * g; i < (l + 1) * g; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  private static double power(double x, int exponent) {
    double product = 1;
    for (int i = 0; i < exponent; i++) {
      product *= x;
    }
    return product;
  }
}
