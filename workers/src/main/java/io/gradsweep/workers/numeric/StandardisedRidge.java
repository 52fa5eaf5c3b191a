package io.gradsweep.workers.numeric;

import io.gradsweep.workers.api.NumericalBreakdown;
import smile.regression.LinearModel;
import smile.regression.RidgeRegression;

/**
 * Ridge regression with an intercept on standardised columns by Smile, certified: min 1/(2n) ‖y - b
 * - Xw‖² + λ/2 Σ s_j² w_j², where s_j² is the variance of column j.
 *
 * @param weights p numbers, of the columns as they are given
 * @param relativeGap (P - D)/P of the primal and dual values, at most {@link #TOLERANCE}
 */
public record StandardisedRidge(double[] weights, double intercept, double relativeGap) {

  /** Largest relative duality gap of a solution. */
  public static final double TOLERANCE = 1e-9;

  /**
   * @param rows n rows of p numbers, no column constant
   * @param y n responses
   * @param penalty λ, above 0
   * @throws NumericalBreakdown if Smile finds no answer, or one that does not pass the certificate
   */
  public static StandardisedRidge fit(double[][] rows, double[] y, double penalty) {
    if (!(penalty > 0 && penalty < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "Cannot fit ridge with penalty: %s (must be finite and > 0)".formatted(penalty));
    }
    LinearModel model = smile(rows, y, penalty);
    double gap = relativeGap(new StandardisedColumns(rows, y), model.coefficients(), penalty);
    if (!(gap <= TOLERANCE)) {
      throw new NumericalBreakdown(
          "ridge with penalty %s: relative duality gap %s (must be at most %s)"
              .formatted(penalty, gap, TOLERANCE));
    }
    return new StandardisedRidge(model.coefficients(), model.intercept(), gap);
  }

  /** Smile minimises ‖y - Xw‖² + its own λ times the square: ours times n. */
  private static LinearModel smile(double[][] rows, double[] y, double penalty) {
    try {
      return RidgeRegression.fit(
          StandardisedColumns.formula(), StandardisedColumns.frame(rows, y), rows.length * penalty);
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw new NumericalBreakdown(
          "ridge with penalty %s: Smile says %s".formatted(penalty, e.getMessage()));
    }
  }

  /** The dual of θ = r/n: ⟨θ, y⟩ - (n/2)‖θ‖² - ‖Xᵀθ‖²/(2λ). */
  private static double relativeGap(StandardisedColumns data, double[] weights, double penalty) {
    double[] w = data.standardised(weights);
    double[] r = data.residual(w);
    double[] q = data.correlations(r);
    int n = r.length;
    double square = StandardisedColumns.dot(r, r) / (2 * n);
    double primal = square + penalty * StandardisedColumns.dot(w, w) / 2;
    double dual =
        StandardisedColumns.dot(r, data.response()) / n
            - square
            - StandardisedColumns.dot(q, q) / (2 * penalty);
    return primal == dual ? 0 : (primal - dual) / Math.max(Double.MIN_NORMAL, primal);
  }
}
