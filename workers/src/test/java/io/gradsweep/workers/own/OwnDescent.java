package io.gradsweep.workers.own;

/** Gradient descent on a quadratic: every kind of field, and twenty lines. */
@Declared(name = "annotated-descent", about = "Gradient descent on a quadratic.")
public class OwnDescent extends OwnSimulation {

  /** The start. */
  public enum Start {
    NEAR,
    FAR_OFF
  }

  @Parameter(above = 0, most = 10, unit = "1", about = "length of a step")
  private double stepSize = 0.1;

  @Parameter(least = 1, most = 100)
  private int width = 8;

  @Parameter(least = 0, most = 1_000_000)
  private long maxSteps = 500;

  @Parameter private boolean noisy;
  @Parameter private Start start = Start.NEAR;

  @Parameter(choices = {"l2", "max"})
  private String measure = "l2";

  @Parameter private Double shift;

  @Measured(unit = "m", about = "to the minimum")
  private double gap;

  @Measured private long passes;
  @Measured private boolean everRose;
  @Measured private Start from;
  @Metric private double loss;

  @Override
  protected double cost() {
    return width * maxSteps;
  }

  @Override
  public void run(Steps steps) {
    double[] x = steps.random("init").gaussians(width);
    for (int i = 0; i < width; i++) {
      x[i] = x[i] * (start == Start.NEAR ? 1 : 100) + (shift == null ? 0 : shift);
    }
    from = start;
    steps.error(norm(x));
    while (steps.next(maxSteps)) {
      double before = steps.error();
      for (int i = 0; i < width; i++) {
        x[i] -= stepSize * (i + 1) * x[i];
      }
      passes++;
      loss = norm(x) * norm(x) / 2;
      steps.error(measure.equals("l2") ? norm(x) : largest(x));
      everRose |= steps.error() > before;
      if (steps.error() < 1e-9) {
        gap = steps.error();
        steps.converged();
      }
    }
  }

  private static double largest(double[] x) {
    double largest = 0;
    for (double each : x) {
      largest = Math.max(largest, Math.abs(each));
    }
    return largest;
  }
}
