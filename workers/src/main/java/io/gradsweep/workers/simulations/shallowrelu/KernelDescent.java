package io.gradsweep.workers.simulations.shallowrelu;

import io.gradsweep.workers.numeric.SpectralDecomposition;

/**
 * Descent with a fixed kernel K, in closed form: the residuals after the steps h_1, h_2, … are V
 * diag(Π_k (1 - h_k λ)) Vᵀ ρ₀, and the function has moved by -K(x, X) w with w = V diag((1 - Π_k (1
 * - h_k λ))/λ) Vᵀ ρ₀. For a flow, e^(-λt) replaces the product.
 */
final class KernelDescent {

  private static final double NEARLY_ONE = 0.5;

  private final SpectralDecomposition kernel;

  /** ln|Π (1 - h λ)|, and whether the product is negative. */
  private final double[] logDecay;

  private final boolean[] negative;
  private double time;

  /**
   * @param gram K(X, X), s rows of s
   */
  KernelDescent(double[][] gram) {
    kernel = SpectralDecomposition.of(gram);
    logDecay = new double[gram.length];
    negative = new boolean[gram.length];
  }

  /** Makes steps of one size. */
  void descend(double h, long steps) {
    time += h * steps;
    for (int k = 0; k < logDecay.length; k++) {
      double contraction = h * kernel.values()[k];
      if (contraction < NEARLY_ONE) {
        logDecay[k] += steps * StrictMath.log1p(-contraction);
      } else {
        logDecay[k] += steps * StrictMath.log(Math.abs(1 - contraction));
        negative[k] ^= contraction > 1 && steps % 2 == 1;
      }
    }
  }

  /** Follows the flow for some time. */
  void flow(double duration) {
    time += duration;
    for (int k = 0; k < logDecay.length; k++) {
      logDecay[k] -= duration * kernel.values()[k];
    }
  }

  /** w, which gives the function's movement since the residuals were ρ₀. */
  double[] weights(double[] rho0) {
    return combine(rho0, true);
  }

  /** ρ now, if the residuals were ρ₀ at the start. */
  double[] residuals(double[] rho0) {
    return combine(rho0, false);
  }

  private double[] combine(double[] rho0, boolean integrated) {
    int n = rho0.length;
    double[] out = new double[n];
    for (int k = 0; k < n; k++) {
      double[] v = kernel.vectors()[k];
      double amount = 0;
      for (int j = 0; j < n; j++) {
        amount += v[j] * rho0[j];
      }
      amount *= integrated ? integral(k) : (negative[k] ? -1 : 1) * StrictMath.exp(logDecay[k]);
      for (int j = 0; j < n; j++) {
        out[j] += amount * v[j];
      }
    }
    return out;
  }

  /** (1 - Π (1 - hλ))/λ, which is Σ h if λ vanishes. */
  private double integral(int k) {
    double lambda = kernel.values()[k];
    if (Math.abs(lambda) * time < 1e-12) {
      return time;
    }
    double gone =
        negative[k] ? 1 + StrictMath.exp(logDecay[k]) : 0.0 - StrictMath.expm1(logDecay[k]);
    return gone / lambda;
  }
}
