package io.gradsweep.workers.simulations.kldivergence;

import io.gradsweep.results.summary.StrictLog;
import io.gradsweep.workers.numeric.Kernels;

/**
 * Mathematics of the open simplex of n + 1 categories, the last of which is the reference (Datar
 * &amp; Ay 2025, section 2). Arrays named p and q hold n + 1 probabilities, e the deviations p - q;
 * charts and gradients have n entries.
 *
 * <p>In terms of e, ∂L/∂θ_i = e_i and ∂L/∂η_i = -q_i/p_i + q_n/p_n = e_i/p_i - e_n/p_n, which loses
 * no accuracy near the optimum. The Fisher matrix is G(p) = diag(η) - ηηᵀ in θ, and its inverse in
 * η.
 */
final class Simplex {

  private Simplex() {}

  /** The last deviation: minus the sum of the others, since deviations add up to zero. */
  static double closeDeviations(double[] e) {
    int n = e.length - 1;
    double sum = 0;
    for (int i = 0; i < n; i++) {
      sum += e[i];
    }
    e[n] = 0.0 - sum;
    return e[n];
  }

  /** g_η = G⁻¹ e, the gradient in η and the natural gradient in θ; into n entries of g. */
  static void etaGradient(double[] e, double[] p, double[] g) {
    int n = e.length - 1;
    double last = e[n] / p[n];
    for (int i = 0; i < n; i++) {
      g[i] = e[i] / p[i] - last;
    }
  }

  /** G(q) v = q∘v - q (q·v), into n entries of out. */
  static void fisherTimes(double[] q, double[] v, double[] out) {
    int n = out.length;
    double dot = 0;
    for (int i = 0; i < n; i++) {
      dot += q[i] * v[i];
    }
    for (int i = 0; i < n; i++) {
      out[i] = q[i] * (v[i] - dot);
    }
  }

  /** G(p) as a full matrix of n rows, for its spectrum. */
  static double[][] fisher(double[] p) {
    int n = p.length - 1;
    double[][] g = new double[n][n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        g[i][j] = (i == j ? p[i] : 0) - p[i] * p[j];
      }
    }
    return g;
  }

  /**
   * KL(q‖p) = Σ q_i (d_i - ln(1 + d_i)) with d = e/q, plus the mass of p on categories where q is
   * zero. Exact because the deviations add up to zero, and without the cancellation of Σ q ln(q/p).
   * If p is far below q, 1 + d has lost p's digits, and p itself is used.
   */
  static double divergence(double[] q, double[] e, double[] p) {
    double sum = 0;
    for (int i = 0; i < q.length; i++) {
      sum += summand(q[i], e[i], p[i]);
    }
    return sum;
  }

  /** The divergence's summand of one category. */
  static double summand(double q, double e, double p) {
    if (q > 0) {
      double d = e / q;
      return d > -0.5 ? q * Kernels.dMinusLog1p(d) : e - q * Kernels.log(p / q);
    }
    return e;
  }

  /** χ²(q‖p) = Σ e_i²/p_i: the decay of the divergence along the natural gradient flow. */
  static double chiSquare(double[] e, double[] p) {
    double sum = 0;
    for (int i = 0; i < p.length; i++) {
      sum += e[i] * e[i] / p[i];
    }
    return sum;
  }

  /** H(q) = -Σ q_i ln q_i, with 0 ln 0 = 0. */
  static double entropy(double[] q) {
    double sum = 0;
    for (double x : q) {
      if (x > 0) {
        sum -= x * StrictLog.log(x);
      }
    }
    return sum;
  }

  /** p = softmax(θ, 0); the largest entry is subtracted first, so that nothing overflows. */
  static void softmax(double[] theta, double[] p) {
    int n = theta.length;
    double max = 0;
    for (int i = 0; i < n; i++) {
      max = Math.max(max, theta[i]);
    }
    double last = Kernels.exp(-max);
    double sum = last;
    for (int i = 0; i < n; i++) {
      p[i] = Kernels.exp(theta[i] - max);
      sum += p[i];
    }
    double scale = 1 / sum;
    for (int i = 0; i < n; i++) {
      p[i] *= scale;
    }
    p[n] = last * scale;
  }

  /** θ_i = ln(p_i / p_n), into n entries. */
  static void theta(double[] p, double[] theta) {
    for (int i = 0; i < theta.length; i++) {
      theta[i] = StrictLog.log(p[i] / p[p.length - 1]);
    }
  }

  static double dot(double[] a, double[] b, int n) {
    double sum = 0;
    for (int i = 0; i < n; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  static double min(double[] p) {
    double min = p[0];
    for (double x : p) {
      min = Math.min(min, x);
    }
    return min;
  }
}
