package io.gradsweep.results.outcome;

/**
 * A fitted exponent of decay: error ∝ exp(-rate · t), t in time for flows and steps for discrete
 * methods. A rate never stands without its window, its number of points and its error.
 *
 * @param rate minus the slope of log error against t; positive where the error falls
 * @param stderr standard error of the slope under independent residuals; NaN for fewer than three
 *     points
 * @param r2 share of the variance of log error that the line explains, in [0, 1]; NaN where the log
 *     error does not vary
 * @param points number of points that were fitted; 0 where there is no rate
 * @param from first t of the window that was fitted
 * @param to last t of the window that was fitted
 */
public record RateEstimate(
    double rate, double stderr, double r2, int points, double from, double to) {

  /** No rate: the error never entered the window, or too few points lie in it. */
  public static final RateEstimate NONE =
      new RateEstimate(Double.NaN, Double.NaN, Double.NaN, 0, Double.NaN, Double.NaN);

  public boolean isPresent() {
    return points > 0;
  }
}
