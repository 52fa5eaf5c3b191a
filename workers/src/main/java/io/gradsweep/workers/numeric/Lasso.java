package io.gradsweep.workers.numeric;

import io.gradsweep.workers.api.NumericalBreakdown;
import smile.regression.LASSO;
import smile.regression.LinearModel;

/**
 * Lasso with an intercept on standardised columns by Smile (the interior-point method of Kim et al.
 * 2007), with the certificate that Smile does not return: min 1/(2n) ‖y - b - Xw‖² + λ Σ s_j |w_j|,
 * where s_j² is the variance of column j.
 *
 * @param weights p numbers, of the columns as they are given
 * @param relativeGap (P - D)/D of the primal and the best scaled dual value, at most {@link
 *     #TOLERANCE}
 */
public record Lasso(double[] weights, double intercept, double relativeGap) {

  /** Largest relative duality gap of a solution. */
  public static final double TOLERANCE = 1e-4;

  /** Tolerance requested of Smile, below the accepted one. */
  private static final double TARGET = 1e-6;

  private static final int MOST_ITERATIONS = 1000;

  /**
   * @param rows n rows of p numbers, no column constant
   * @param y n responses
   * @param penalty λ, above 0
   * @throws NumericalBreakdown if Smile finds no answer, or one that does not pass the certificate
   */
  public static Lasso fit(double[][] rows, double[] y, double penalty) {
    if (!(penalty > 0 && penalty < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "Cannot fit lasso with penalty: %s (must be finite and > 0)".formatted(penalty));
    }
    LinearModel model = smile(rows, y, penalty);
    double gap = relativeGap(new StandardisedColumns(rows, y), model.coefficients(), penalty);
    if (!(gap <= TOLERANCE)) {
      throw new NumericalBreakdown(
          "lasso with penalty %s: relative duality gap %s (must be at most %s)"
              .formatted(penalty, gap, TOLERANCE));
    }
    return new Lasso(model.coefficients(), model.intercept(), gap);
  }

  /** Smile minimises ‖y - Xw‖² + its own λ times the norm: ours times 2n. */
  private static LinearModel smile(double[][] rows, double[] y, double penalty) {
    try {
      return LASSO.fit(
          StandardisedColumns.formula(),
          StandardisedColumns.frame(rows, y),
          2 * rows.length * penalty,
          TARGET,
          MOST_ITERATIONS);
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw new NumericalBreakdown(
          "lasso with penalty %s: Smile says %s".formatted(penalty, e.getMessage()));
    }
  }

  private static double relativeGap(StandardisedColumns data, double[] weights, double penalty) {
    double[] w = data.standardised(weights);
    double[] r = data.residual(w);
    int n = r.length;
    double largest = 0;
    for (double correlation : data.correlations(r)) {
      largest = Math.max(largest, Math.abs(correlation));
    }
    double norm = 0;
    for (double x : w) {
      norm += Math.abs(x);
    }
    double square = StandardisedColumns.dot(r, r);
    double s = largest > penalty ? penalty / largest : 1;
    double primal = square / (2 * n) + penalty * norm;
    double dual = s * StandardisedColumns.dot(r, data.response()) / n - s * s * square / (2 * n);
    return primal == dual ? 0 : (primal - dual) / Math.max(Double.MIN_NORMAL, dual);
  }
}
