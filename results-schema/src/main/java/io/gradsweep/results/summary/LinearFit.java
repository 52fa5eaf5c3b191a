package io.gradsweep.results.summary;

/**
 * Ordinary least squares of y against x, as sums that can be merged: centred moments, joined by
 * Chan, Golub &amp; LeVeque (1983), eq. 1.5b. Not safe for use by several threads.
 */
public final class LinearFit {

  private long n;
  private double meanX;
  private double meanY;
  private double sxx;
  private double syy;
  private double sxy;

  public void add(double x, double y) {
    n++;
    double dx = x - meanX;
    double dy = y - meanY;
    meanX += dx / n;
    meanY += dy / n;
    sxx += dx * (x - meanX);
    syy += dy * (y - meanY);
    sxy += dx * (y - meanY);
  }

  /** Takes in the points of another fit, which stays as it is. */
  public void merge(LinearFit other) {
    if (other.n == 0) {
      return;
    }
    long sum = n + other.n;
    double dx = other.meanX - meanX;
    double dy = other.meanY - meanY;
    double weight = (double) n * other.n / sum;
    meanX += dx * other.n / sum;
    meanY += dy * other.n / sum;
    sxx += other.sxx + dx * dx * weight;
    syy += other.syy + dy * dy * weight;
    sxy += other.sxy + dx * dy * weight;
    n = sum;
  }

  public long n() {
    return n;
  }

  /** The slope; NaN for fewer than two different x. */
  public double slope() {
    return sxx > 0 ? sxy / sxx : Double.NaN;
  }

  public double intercept() {
    return meanY - slope() * meanX;
  }

  /** Sum of squared residuals of the line; never negative. */
  public double residualSumOfSquares() {
    return sxx > 0 ? Math.max(0, syy - sxy * sxy / sxx) : Double.NaN;
  }

  /** Standard error of the slope under independent residuals; NaN for fewer than three points. */
  public double slopeStandardError() {
    return n > 2 ? Math.sqrt(residualSumOfSquares() / (n - 2) / sxx) : Double.NaN;
  }

  /** Share of the variance of y that the line explains; NaN where y does not vary. */
  public double r2() {
    return syy > 0 ? 1 - residualSumOfSquares() / syy : Double.NaN;
  }

  /** Sum of squared deviations of y from its mean. */
  public double totalSumOfSquares() {
    return syy;
  }
}
