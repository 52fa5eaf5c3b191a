package io.gradsweep.workers.simulations.selfpenalization;

import io.gradsweep.workers.api.NumericalBreakdown;
import io.gradsweep.workers.numeric.CholeskyFactor;
import io.gradsweep.workers.numeric.DenseMatrix;
import java.nio.DoubleBuffer;
import java.util.Arrays;

/**
 * The inner problem, solved exactly, and its gradient in the feature weights:
 *
 * <pre>
 * J(β) = min_f (1/2n) Σ (y_i - f(x_i))² + (λ/2) ‖f‖² = (λ/2) yᵀa,   a = (K + nλ I)⁻¹ y
 * K_ij = h(Σ_l β_l D_ijl)
 * ∂J/∂β_l = -(λ/2) Σ_ij a_i a_j h'(d_ij) D_ijl                      (envelope theorem)
 * </pre>
 *
 * <p>With another loss, a_i = -L'(y_i, f(x_i))/(nλ) at the minimum, and the gradient is the same.
 * The logistic one is minimised by Newton's method from f = 0: each step is a ridge regression with
 * weights L''.
 *
 * <p>Jordan, Liu &amp; Ruan (2021) write the objective without the halves: theirs is 2 J.
 * Evaluations allocate nothing. Serves one thread.
 */
final class KernelRidge {

  /** A solution is refused if its residual is more than this share of the response. */
  private static final double MOST_RESIDUAL = 1e-8;

  /** Newton's method ends when all nλa + L' are below this. */
  private static final double STATIONARY = 1e-12;

  private static final int MOST_NEWTON_STEPS = 50;

  private final PairDistances distances;
  private final double[] y;
  private final double ridge;
  private final Profile profile;
  private final int n;
  private final Loss loss;
  private final double[] f;
  private final double[] penalty;
  private final DenseMatrix matrix;
  private final CholeskyFactor factor;
  private final DoubleBuffer solution;
  private final double[] a;
  private final double[] row;
  private final double[] d;
  private final double[] k;
  private final double[] w;

  KernelRidge(PairDistances distances, double[] y, double ridge, Profile profile) {
    this(distances, y, ridge, profile, Loss.SQUARED);
  }

  /**
   * @param y responses; labels, 1 or -1, of the logistic loss
   */
  KernelRidge(PairDistances distances, double[] y, double ridge, Profile profile, Loss loss) {
    this.loss = loss;
    this.distances = distances;
    this.y = y;
    this.ridge = ridge;
    this.profile = profile;
    n = distances.samples();
    matrix = new DenseMatrix(n, n);
    factor = new CholeskyFactor(n);
    solution = DenseMatrix.vector(n);
    a = new double[n];
    f = new double[n];
    penalty = new double[n];
    row = new double[n];
    d = new double[distances.pairs()];
    k = new double[distances.pairs()];
    w = new double[distances.pairs()];
  }

  /**
   * J at weights β; NaN if they are not finite, or if the kernel matrix is not positive definite.
   */
  double objective(double[] beta) {
    for (double weight : beta) {
      if (!(Math.abs(weight) < Double.POSITIVE_INFINITY)) {
        return Double.NaN;
      }
    }
    distances.weighted(beta, d);
    profile.apply(d, k);
    return switch (loss) {
      case SQUARED -> {
        Arrays.fill(penalty, n * ridge);
        yield solve(y) ? 0.5 * ridge * dot(y, a) : Double.NaN;
      }
      case LOGISTIC -> classify() ? meanLoss() + 0.5 * ridge * dot(a, f) : Double.NaN;
    };
  }

  /** Newton's method: (K + nλ/L'') a = f - L'/L'', f ← K a. */
  private boolean classify() {
    double[] response = new double[n];
    Arrays.fill(f, 0);
    for (int step = 0; step < MOST_NEWTON_STEPS; step++) {
      for (int i = 0; i < n; i++) {
        double slope = Loss.logisticSlope(y[i], f[i]);
        double curvature = Math.abs(slope) * (1 - Math.abs(slope));
        penalty[i] = n * ridge / curvature;
        response[i] = f[i] - slope / curvature;
      }
      if (!solve(response)) {
        return false;
      }
      double worst = 0;
      for (int i = 0; i < n; i++) {
        f[i] = response[i] - penalty[i] * a[i];
        worst = Math.max(worst, Math.abs(n * ridge * a[i] + Loss.logisticSlope(y[i], f[i])));
      }
      if (worst < STATIONARY) {
        return true;
      }
    }
    return false;
  }

  private double meanLoss() {
    double sum = 0;
    for (int i = 0; i < n; i++) {
      sum += Loss.logistic(y[i], f[i]);
    }
    return sum / n;
  }

  /** Solves for a, (K + diag(penalty)) a = response. */
  private boolean solve(double[] response) {
    int from = 0;
    for (int i = 0; i < n; i++) {
      int length = n - 1 - i;
      row[i] = 1 + penalty[i];
      System.arraycopy(k, from, row, i + 1, length);
      matrix.writeRow(i, row); // the lower triangle holds old values; it is never read
      from += length;
    }
    try {
      factor.factorise(matrix);
    } catch (NumericalBreakdown notPositive) {
      return false;
    }
    solution.put(0, response);
    factor.solve(solution);
    solution.get(0, a);
    return true;
  }

  /** ∇J at the weights of the last objective. */
  void gradient(double[] out) {
    int from = 0;
    for (int i = 0; i < n; i++) {
      double scale = ridge * a[i]; // i < j and j < i are alike: twice λ/2
      int shift = from - i - 1;
      for (int j = i + 1; j < n; j++) {
        w[shift + j] = scale * a[j];
      }
      from += n - 1 - i;
    }
    for (int pair = 0; pair < w.length; pair++) {
      w[pair] *= profile.slope(k[pair]);
    }
    distances.sums(w, out);
  }

  /** ‖f‖² = aᵀKa. */
  double rkhsNormSquared() {
    return loss == Loss.SQUARED ? dot(y, a) - n * ridge * dot(a, a) : dot(f, a);
  }

  /** Σ a_i²: what the diagonal of K contributes to ‖f‖². */
  double coefficientsSquared() {
    return dot(a, a);
  }

  /** Mean of the squared residuals y - K a, or of the slopes L': they are nλ a. */
  double trainError() {
    return n * ridge * ridge * dot(a, a);
  }

  /**
   * Mean kernel of two samples: near 0, the kernel matrix is the identity and nothing is learnt.
   */
  double meanOffDiagonal() {
    double sum = 0;
    for (double kernel : k) {
      sum += kernel;
    }
    return sum / k.length;
  }

  double[] coefficients() {
    return a;
  }

  /**
   * Checks the last solution: (K + nλ I) a = y, or nλ a + L' = 0.
   *
   * @throws NumericalBreakdown if it does not hold to 1e-8 of the largest response
   */
  void certify() {
    double[] residual = residual();
    double worst = 0;
    double scale = 0;
    for (int i = 0; i < n; i++) {
      worst = Math.max(worst, Math.abs(residual[i]));
      scale = Math.max(scale, Math.abs(y[i]));
    }
    if (!(worst <= MOST_RESIDUAL * scale)) {
      throw new NumericalBreakdown(
          "kernel ridge: residual %s of a response %s (must be below 1e-8 of it)"
              .formatted(worst, scale));
    }
  }

  private double[] residual() {
    double[] fitted = a.clone();
    int pair = 0;
    for (int i = 0; i < n; i++) {
      for (int j = i + 1; j < n; j++, pair++) {
        fitted[i] += k[pair] * a[j];
        fitted[j] += k[pair] * a[i];
      }
    }
    double[] residual = new double[n];
    for (int i = 0; i < n; i++) {
      double slope = loss == Loss.SQUARED ? fitted[i] - y[i] : Loss.logisticSlope(y[i], fitted[i]);
      residual[i] = n * ridge * a[i] + slope;
    }
    return residual;
  }

  private static double dot(double[] x, double[] y) {
    double sum = 0;
    for (int i = 0; i < x.length; i++) {
      sum += x[i] * y[i];
    }
    return sum;
  }
}
