package io.gradsweep.workers.simulations.groupsparsity;

import java.util.Arrays;

/**
 * The diagonal linear network without groups, trained by gradient descent on c/(2n) ‖Xw - y‖²: w =
 * a∘a with entries at least 0, or w = a∘a - b∘b with signs.
 */
final class SquareNet implements Descent {

  private final Settings settings;
  private final LeastSquares data;
  private final boolean signed;
  private final double[] a;
  private final double[] b;
  private final double[] w;
  private final double[] q;
  private final double[] residual;

  SquareNet(Settings settings, LeastSquares data) {
    this.settings = settings;
    this.data = data;
    signed = settings.algorithm == Algorithm.U2_SIGNED;
    a = new double[data.dimension()];
    b = new double[data.dimension()];
    Arrays.fill(a, settings.initScale);
    Arrays.fill(b, signed ? settings.initScale : 0);
    w = new double[data.dimension()];
    q = new double[data.dimension()];
    residual = new double[data.samples()];
    weigh();
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
  public LeastSquares data() {
    return data;
  }

  @Override
  public void move() {
    data.takeGradient(settings.lossScale * 2.0 * settings.stepSize / data.samples(), q);
    for (int i = 0; i < a.length; i++) {
      a[i] -= q[i] * a[i];
      b[i] += q[i] * b[i];
    }
    weigh();
  }

  @Override
  public void arrive() {
    data.takeResidual(residual);
  }

  private void weigh() {
    for (int i = 0; i < w.length; i++) {
      w[i] = a[i] * a[i] - b[i] * b[i];
    }
  }
}
