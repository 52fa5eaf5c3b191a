package io.gradsweep.workers.simulations.groupsparsity;

import io.gradsweep.workers.numeric.Lasso;
import io.gradsweep.workers.numeric.StandardisedRidge;

/**
 * Lasso or ridge of a statistics library on the grid of penalties: one penalty per step, each
 * certified.
 */
final class PenaltyPath implements Estimator {

  private final boolean lasso;
  private final LeastSquares data;
  private final double[][] rows;
  private final double[] w;
  private final double[] residual;
  private final double penaltyScale;
  private int solved;
  private double worst;

  /**
   * @param rows X, n rows of p numbers
   */
  PenaltyPath(Settings settings, LeastSquares data, double[][] rows) {
    lasso = settings.algorithm == Algorithm.LASSO;
    penaltyScale = settings.penaltyScale;
    this.data = data;
    this.rows = rows;
    w = new double[data.dimension()];
    residual = new double[data.samples()];
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
    return Penalties.COUNT;
  }

  @Override
  public boolean candidate() {
    return solved > 0;
  }

  @Override
  public double dualityGap() {
    return worst;
  }

  @Override
  public void step() {
    double penalty = penaltyScale * Penalties.at(solved++);
    if (lasso) {
      take(Lasso.fit(rows, data.y(), penalty));
    } else {
      take(StandardisedRidge.fit(rows, data.y(), penalty));
    }
    data.residual(w, residual);
  }

  private void take(Lasso fit) {
    System.arraycopy(fit.weights(), 0, w, 0, w.length);
    worst = Math.max(worst, fit.relativeGap());
  }

  private void take(StandardisedRidge fit) {
    System.arraycopy(fit.weights(), 0, w, 0, w.length);
    worst = Math.max(worst, fit.relativeGap());
  }
}
