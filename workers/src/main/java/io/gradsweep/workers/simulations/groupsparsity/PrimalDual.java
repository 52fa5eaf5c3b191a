package io.gradsweep.workers.simulations.groupsparsity;

/**
 * Iterative regularisation by the primal-dual method of Chambolle and Pock on min Σ‖w_l‖ subject to
 * Xw = y: stopped early, it is an estimator without a penalty to choose.
 *
 * <p>w ← shrink_τ(w - τ Xᵀ(2θ - θ⁻)), θ⁻ ← θ, θ ← θ + σ(Xw - y), with στ‖X‖² = 0.99 and σ, τ
 * balanced by ‖Xᵀy‖∞.
 */
final class PrimalDual implements Estimator {

  private static final double RHO = 0.99;

  private final Settings settings;
  private final LeastSquares data;
  private final double primalStep;
  private final double dualStep;
  private final double[] w;
  private final double[] q;
  private final double[] theta;
  private final double[] before;
  private final double[] ahead;
  private final double[] residual;

  /**
   * @param spectralNorm ‖X‖₂
   */
  PrimalDual(Settings settings, LeastSquares data, double spectralNorm) {
    this.settings = settings;
    this.data = data;
    w = new double[data.dimension()];
    q = new double[data.dimension()];
    theta = new double[data.samples()];
    before = new double[data.samples()];
    ahead = new double[data.samples()];
    residual = new double[data.samples()];
    data.gradient(data.y(), 1, q);
    double largest = 0;
    for (double x : q) {
      largest = Math.max(largest, Math.abs(x));
    }
    double ratio = 10 * RHO * largest * largest / (spectralNorm * spectralNorm);
    primalStep = Math.sqrt(RHO * ratio) / spectralNorm;
    dualStep = Math.sqrt(RHO / ratio) / spectralNorm;
    data.residual(w, residual);
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
  public long budget() {
    return settings.maxSteps;
  }

  @Override
  public void step() {
    for (int i = 0; i < theta.length; i++) {
      ahead[i] = 2 * theta[i] - before[i];
      before[i] = theta[i];
    }
    data.gradient(ahead, primalStep, q);
    for (int j = 0; j < w.length; j++) {
      w[j] -= q[j];
    }
    GroupThreshold.shrink(w, settings.groupSize, primalStep);
    data.residual(w, residual);
    for (int i = 0; i < theta.length; i++) {
      theta[i] += dualStep * residual[i];
    }
  }
}
