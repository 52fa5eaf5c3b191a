package io.gradsweep.workers.simulations.shallowrelu;

/** A flow ż = -slope(z) by the classical Runge-Kutta method of order four. */
abstract class RungeKutta implements Descent {

  private final ReluNetwork network;
  private final double[][] z;
  private final double[][] base;
  private final double[][] slope;
  private final double[][] sum;

  /**
   * @param z the parts of the state, one number of a part for each neuron; kept and moved
   */
  RungeKutta(ReluNetwork network, double[]... z) {
    this.network = network;
    this.z = z;
    base = new double[z.length][network.width()];
    slope = new double[z.length][network.width()];
    sum = new double[z.length][network.width()];
  }

  /** Computes -ż at the network's last evaluation. */
  abstract void slope(double[][] out);

  /** Sets the network to z. */
  abstract void place();

  @Override
  public double step(double h) {
    for (int k = 0; k < z.length; k++) {
      System.arraycopy(z[k], 0, base[k], 0, z[k].length);
    }
    slope(slope);
    for (int k = 0; k < z.length; k++) {
      System.arraycopy(slope[k], 0, sum[k], 0, sum[k].length);
    }
    stage(h / 2, 2);
    stage(h / 2, 2);
    stage(h, 1);
    return move(sum, h / 6);
  }

  /** Evaluates the slope at base - h · (last slope), and adds it to the sum. */
  private void stage(double h, double weight) {
    move(slope, h);
    slope(slope);
    for (int k = 0; k < z.length; k++) {
      for (int i = 0; i < sum[k].length; i++) {
        sum[k][i] += weight * slope[k][i];
      }
    }
  }

  /** Evaluates the network at base - h · along, and returns the loss there. */
  private double move(double[][] along, double h) {
    for (int k = 0; k < z.length; k++) {
      for (int i = 0; i < z[k].length; i++) {
        z[k][i] = base[k][i] - h * along[k][i];
      }
    }
    place();
    return network.evaluate();
  }

  @Override
  public void settle() {}
}
