package io.gradsweep.workers.simulations.shallowrelu;

/**
 * The flow in the reduced parametrisation, which has two numbers for each neuron instead of three:
 * (a, b) = ϱ (cos ϑ, sin ϑ) and r = cϱ. The third, δ = c² - ϱ², is its value at the start for ever.
 * With d = (cos ϑ, sin ϑ), d⊥ = (-sin ϑ, cos ϑ) and g = (1/α) Σ_j ρ_j (x_j, -1) over the active
 * samples,
 *
 * <pre>
 *   ṙ = -S ⟨d, g⟩,   ϑ̇ = -(c/ϱ) ⟨d⊥, g⟩,   S = c² + ϱ² = √(δ² + 4r²)
 * </pre>
 *
 * where ∂L/∂c = ϱ ⟨d, g⟩, and (∂L/∂a, ∂L/∂b) = c g. A neuron without inner weights stays.
 */
final class ReducedDescent extends RungeKutta {

  private final ReluNetwork network;
  private final double[] r;
  private final double[] theta;
  private final double[] delta;
  private final double[] sign;
  private final double[][] gradient;

  ReducedDescent(ReluNetwork network) {
    this(network, new double[network.width()], new double[network.width()]);
  }

  private ReducedDescent(ReluNetwork network, double[] r, double[] theta) {
    super(network, r, theta);
    this.network = network;
    this.r = r;
    this.theta = theta;
    delta = new double[r.length];
    sign = new double[r.length];
    gradient = new double[3][r.length];
    for (int i = 0; i < r.length; i++) {
      double a = network.a()[i];
      double b = network.b()[i];
      double c = network.c()[i];
      r[i] = c * Math.sqrt(a * a + b * b);
      theta[i] = StrictMath.atan2(b, a);
      delta[i] = c * c - a * a - b * b;
      sign[i] = Math.copySign(1, c);
    }
  }

  @Override
  void slope(double[][] out) {
    network.pullBack(network.residuals(), gradient[0], gradient[1], gradient[2]);
    for (int i = 0; i < r.length; i++) {
      double a = network.a()[i];
      double b = network.b()[i];
      double c = network.c()[i];
      double inner = a * a + b * b;
      boolean alive = inner > 0;
      out[0][i] = alive ? (c * c + inner) * gradient[2][i] / Math.sqrt(inner) : 0;
      out[1][i] = alive ? (a * gradient[1][i] - b * gradient[0][i]) / inner : 0;
    }
  }

  /** Of c and ϱ, the larger one is a sum without cancellation, the other one r over it. */
  @Override
  void place() {
    for (int i = 0; i < r.length; i++) {
      double s = Math.sqrt(delta[i] * delta[i] + 4 * r[i] * r[i]);
      double rho;
      if (delta[i] > 0) {
        network.c()[i] = sign[i] * Math.sqrt((s + delta[i]) / 2);
        rho = r[i] / network.c()[i];
      } else {
        rho = Math.sqrt((s - delta[i]) / 2);
        network.c()[i] = rho > 0 ? r[i] / rho : 0;
      }
      network.a()[i] = rho * StrictMath.cos(theta[i]);
      network.b()[i] = rho * StrictMath.sin(theta[i]);
    }
  }
}
