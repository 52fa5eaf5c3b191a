// SPDX-License-Identifier: MIT-0
// The same descent as descent.py and descent.c, to the last bit: gradsweep run descent.yaml --code Descent.java
import io.gradsweep.workers.own.*;

@Declared(name = "own-descent", about = "Gradient descent on a quadratic: how many steps, for which step size?")
public class Descent extends OwnSimulation {
  @Parameter(above = 0) double stepSize = 0.1;
  @Parameter(least = 1, most = 1000) int width = 8;
  @Measured double gap;

  public void run(Steps steps) {
    double[] x = steps.random("init").gaussians(width);
    while (steps.next(10_000)) {
      for (int i = 0; i < width; i++) {
        x[i] -= stepSize * (i + 1) * x[i];
      }
      gap = norm(x);
      steps.error(gap);
      if (gap < 1e-9) {
        steps.converged();
      }
    }
  }
}
