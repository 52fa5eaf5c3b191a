package io.gradsweep.workers.simulations.shallowrelu;

/** The flow ż = -∇L of all parameters z = (a, b, c). */
final class FullFlow extends RungeKutta {

  private final ReluNetwork network;

  FullFlow(ReluNetwork network) {
    super(network, network.a(), network.b(), network.c());
    this.network = network;
  }

  @Override
  void slope(double[][] out) {
    network.pullBack(network.residuals(), out[0], out[1], out[2]);
  }

  @Override
  void place() {}
}
