package io.gradsweep.workers.simulations.deepequilibrium;

/** Moves the parameters by one step in place. Nothing is allocated after the start. */
final class ParameterStep {

  private final TrainedModel model;
  private final boolean rungeKutta;
  private final double h;
  private final double[] slope;
  private final double[] sum;
  private final double[] stage;

  /**
   * @param rungeKutta if true, follows the flow x' = -∂L by the classical method of order four;
   *     else steps to x - h ∂L
   */
  ParameterStep(TrainedModel model, int size, boolean rungeKutta, double h) {
    this.model = model;
    this.rungeKutta = rungeKutta;
    this.h = h;
    slope = new double[rungeKutta ? size : 0];
    sum = new double[rungeKutta ? size : 0];
    stage = new double[rungeKutta ? size : 0];
  }

  /**
   * @param gradient at x, already evaluated by the run; not changed
   */
  void step(double[] x, double[] gradient) {
    if (!rungeKutta) {
      for (int i = 0; i < x.length; i++) {
        x[i] -= h * gradient[i];
      }
      return;
    }
    System.arraycopy(gradient, 0, sum, 0, sum.length);
    evaluateAhead(x, gradient, h / 2, 2);
    evaluateAhead(x, slope, h / 2, 2);
    evaluateAhead(x, slope, h, 1);
    for (int i = 0; i < x.length; i++) {
      x[i] -= h / 6 * sum[i];
    }
  }

  /**
   * Writes the gradient at x - ahead · along to {@link #slope}, and adds weight times it to the
   * sum.
   */
  private void evaluateAhead(double[] x, double[] along, double ahead, double weight) {
    for (int i = 0; i < x.length; i++) {
      stage[i] = x[i] - ahead * along[i];
    }
    model.evaluate(stage, slope);
    for (int i = 0; i < x.length; i++) {
      sum[i] += weight * slope[i];
    }
  }
}
