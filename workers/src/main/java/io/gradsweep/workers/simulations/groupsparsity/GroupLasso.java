package io.gradsweep.workers.simulations.groupsparsity;

/**
 * Solves min 1/(2n) ‖y - Xw‖² + λ Σ‖w_l‖ on a grid of penalties by FISTA (Beck &amp; Teboulle
 * 2009), for each penalty until the relative duality gap is small. Only solutions are candidates
 * for selection.
 */
final class GroupLasso implements Estimator {

  /** Relative duality gap below which an iterate counts as a solution. */
  static final double TOLERANCE = 1e-6;

  private static final int LOOK_EVERY = 10;

  private final Settings settings;
  private final LeastSquares data;
  private final double lipschitz;
  private final double[] w;
  private final double[] before;
  private final double[] ahead;
  private final double[] q;
  private final double[] residual;
  private final double[] residualBefore;
  private final double[] residualAhead;
  private int penalty;
  private long iteration;
  private double momentum = 1;
  private double worstGap;
  private boolean solved;

  /**
   * @param spectralNorm ‖X‖₂
   */
  GroupLasso(Settings settings, LeastSquares data, double spectralNorm) {
    this.settings = settings;
    this.data = data;
    lipschitz = spectralNorm * spectralNorm / data.samples();
    w = new double[data.dimension()];
    before = new double[data.dimension()];
    ahead = new double[data.dimension()];
    q = new double[data.dimension()];
    residual = new double[data.samples()];
    residualBefore = new double[data.samples()];
    residualAhead = new double[data.samples()];
    data.residual(w, residual);
    startPenalty();
  }

  private void startPenalty() {
    iteration = 0;
    momentum = 1;
    solved = false;
    System.arraycopy(w, 0, ahead, 0, w.length);
    System.arraycopy(residual, 0, residualAhead, 0, residual.length);
  }

  @Override
  public double[] weights() {
    return w;
  }

  @Override
  public double[] residual() {
    return residual;
  }

  /** At most max_steps for each penalty. */
  @Override
  public long budget() {
    return Penalties.COUNT * settings.maxSteps;
  }

  @Override
  public boolean finished() {
    return solved && penalty == Penalties.COUNT - 1;
  }

  @Override
  public boolean candidate() {
    return solved;
  }

  @Override
  public boolean selectsGroups() {
    return true;
  }

  @Override
  public double dualityGap() {
    return worstGap;
  }

  @Override
  public void step() {
    if (solved) {
      penalty++;
      startPenalty();
    }
    iterate(settings.penaltyScale * Penalties.at(penalty));
    iteration++;
    boolean last = iteration == settings.maxSteps;
    if (last || iteration % LOOK_EVERY == 0) {
      double gap = relativeGap(settings.penaltyScale * Penalties.at(penalty));
      solved = last || gap <= TOLERANCE;
      worstGap = solved ? Math.max(worstGap, gap) : worstGap;
    }
  }

  private void iterate(double lambda) {
    System.arraycopy(w, 0, before, 0, w.length);
    System.arraycopy(residual, 0, residualBefore, 0, residual.length);
    data.gradient(residualAhead, 1 / (lipschitz * data.samples()), q);
    for (int j = 0; j < w.length; j++) {
      w[j] = ahead[j] - q[j];
    }
    GroupThreshold.shrink(w, settings.groupSize, lambda / lipschitz);
    data.residual(w, residual);
    double next = (1 + Math.sqrt(1 + 4 * momentum * momentum)) / 2;
    double beta = (momentum - 1) / next;
    momentum = next;
    extrapolate(w, before, beta, ahead);
    extrapolate(residual, residualBefore, beta, residualAhead);
  }

  private static void extrapolate(double[] x, double[] before, double beta, double[] out) {
    for (int i = 0; i < x.length; i++) {
      out[i] = x[i] + beta * (x[i] - before[i]);
    }
  }

  /**
   * (P - D)/D at the present w, with the dual point s(y - Xw)/n scaled so that max_l ‖X_lᵀ·‖ ≤ λ: D
   * = ⟨θ, y⟩ - (n/2)‖θ‖².
   */
  private double relativeGap(double lambda) {
    int n = data.samples();
    data.gradient(residual, 1.0 / n, q);
    double largest = GroupThreshold.maxNorm(q, settings.groupSize);
    double s = largest > lambda ? lambda / largest : 1;
    double square = 0;
    double withY = 0;
    for (int i = 0; i < n; i++) {
      square += residual[i] * residual[i];
      withY -= residual[i] * data.y()[i];
    }
    double primal = square / (2 * n) + lambda * GroupThreshold.sumOfNorms(w, settings.groupSize);
    double dual = s * withY / n - s * s * square / (2 * n);
    return primal == dual ? 0 : (primal - dual) / Math.max(Double.MIN_NORMAL, dual);
  }
}
