package io.gradsweep.workers.simulations.shallowrelu;

/** A rule by which the parameters move. Steps allocate nothing. */
interface Descent {

  /** Makes one step and returns the loss after it. */
  double step(double h);

  /**
   * Sets the network to the point that the steps have reached, including residuals and active sets.
   */
  void settle();

  static Descent of(Settings settings, ReluNetwork network) {
    return switch (settings.optimizer) {
      case GD -> new GradientDescent(network);
      case RK4_FLOW -> new RungeKutta(network);
      case OUTER_ONLY_GD -> new OuterLayerDescent(network);
    };
  }

  /** z ← z - h ∇L. */
  record GradientDescent(ReluNetwork network) implements Descent {

    @Override
    public double step(double h) {
      return network.descend(h);
    }

    @Override
    public void settle() {}
  }

  /** ż = -∇L by the classical Runge-Kutta method of order four. */
  final class RungeKutta implements Descent {
    private final ReluNetwork network;
    private final double[][] z;
    private final double[][] base = new double[3][];
    private final double[][] slope = new double[3][];
    private final double[][] sum = new double[3][];

    private RungeKutta(ReluNetwork network) {
      this.network = network;
      z = new double[][] {network.a(), network.b(), network.c()};
      for (int k = 0; k < 3; k++) {
        base[k] = new double[network.width()];
        slope[k] = new double[network.width()];
        sum[k] = new double[network.width()];
      }
    }

    @Override
    public double step(double h) {
      for (int k = 0; k < 3; k++) {
        System.arraycopy(z[k], 0, base[k], 0, z[k].length);
      }
      slope();
      for (int k = 0; k < 3; k++) {
        System.arraycopy(slope[k], 0, sum[k], 0, sum[k].length);
      }
      stage(h / 2, 2);
      stage(h / 2, 2);
      stage(h, 1);
      move(sum, h / 6);
      return network.evaluate();
    }

    private void slope() {
      network.pullBack(network.residuals(), slope[0], slope[1], slope[2]);
    }

    /** Evaluates the slope at base - h · (last slope), and adds it to the sum. */
    private void stage(double h, double weight) {
      move(slope, h);
      network.evaluate();
      slope();
      for (int k = 0; k < 3; k++) {
        for (int i = 0; i < sum[k].length; i++) {
          sum[k][i] += weight * slope[k][i];
        }
      }
    }

    private void move(double[][] along, double h) {
      for (int k = 0; k < 3; k++) {
        for (int i = 0; i < z[k].length; i++) {
          z[k][i] = base[k][i] - h * along[k][i];
        }
      }
    }

    @Override
    public void settle() {}
  }

  /**
   * c ← c - h ∂L/∂c with a and b fixed. This is linear, so it can be followed on the samples,
   * whatever the width: ρ ← ρ - h Θ ρ, and c = c₀ - Σ_j w_j ∂f(x_j)/∂c with w = Σ h ρ.
   */
  final class OuterLayerDescent implements Descent {
    private final ReluNetwork network;
    private final TangentKernel kernel;
    private final double[] start;
    private final double[] rho;
    private final double[] change;
    private final double[] w;

    private OuterLayerDescent(ReluNetwork network) {
      this.network = network;
      kernel = new TangentKernel(network, true);
      kernel.refresh();
      start = network.c().clone();
      rho = network.residuals().clone();
      change = new double[rho.length];
      w = new double[rho.length];
    }

    @Override
    public double step(double h) {
      kernel.times(rho, change);
      double squares = 0;
      for (int j = 0; j < rho.length; j++) {
        w[j] += h * rho[j];
        rho[j] -= h * change[j];
        squares += rho[j] * rho[j];
      }
      return 0.5 * squares;
    }

    /**
     * Computes from the start, not from the last time, so that settling more often changes no bit.
     */
    @Override
    public void settle() {
      network.setOuterLayer(start, w);
      network.evaluate();
    }
  }
}
