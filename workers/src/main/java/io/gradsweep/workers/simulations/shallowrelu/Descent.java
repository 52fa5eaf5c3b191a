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
      case RK4_FLOW -> new FullFlow(network);
      case REDUCED_FLOW -> new ReducedDescent(network);
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
