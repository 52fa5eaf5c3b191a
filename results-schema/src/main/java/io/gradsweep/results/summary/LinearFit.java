package io.gradsweep.results.summary;

/**
 * Ordinary least squares of y against x, as sums that can be merged: centred moments, joined by
 * Chan, Golub &amp; LeVeque (1983), eq. 1.5b. The points may be of any size: the sums are kept in
 * units that fit the largest x and y. Not safe for use by several threads.
 */
public final class LinearFit {

  private long n;

  /** The units of x and y are two to these powers. */
  private int unitX = Scaling.LEAST;

  private int unitY = Scaling.LEAST;

  private double meanX;
  private double meanY;
  private double sxx;
  private double syy;
  private double sxy;

  public LinearFit() {}

  /** The fit of {@link SharedX}, with y in units of one. */
  LinearFit(int n, int unitX, double meanX, double meanY, double sxx, double syy, double sxy) {
    this.n = n;
    this.unitX = unitX;
    unitY = 0;
    this.meanX = meanX;
    this.meanY = meanY;
    this.sxx = sxx;
    this.syy = syy;
    this.sxy = sxy;
  }

  /** The fit of points {@code from} to {@code to}, exclusively. */
  public static LinearFit of(double[] x, double[] y, int from, int to) {
    LinearFit fit = new LinearFit();
    for (int i = from; i < to; i++) {
      fit.add(x[i], y[i]);
    }
    return fit;
  }

  public void add(double pointX, double pointY) {
    growUnits(Scaling.exponent(pointX), Scaling.exponent(pointY));
    double x = Scaling.times(pointX, -unitX);
    double y = Scaling.times(pointY, -unitY);
    n++;
    double dx = x - meanX;
    double dy = y - meanY;
    meanX += dx / n;
    meanY += dy / n;
    sxx += dx * (x - meanX);
    syy += dy * (y - meanY);
    sxy += dx * (y - meanY);
  }

  private void growUnits(int leastX, int leastY) {
    int downX = Math.min(0, unitX - leastX);
    int downY = Math.min(0, unitY - leastY);
    if (downX < 0 || downY < 0) {
      meanX = Scaling.times(meanX, downX);
      meanY = Scaling.times(meanY, downY);
      sxx = Scaling.times(sxx, 2 * downX);
      syy = Scaling.times(syy, 2 * downY);
      sxy = Scaling.times(sxy, downX + downY);
      unitX -= downX;
      unitY -= downY;
    }
  }

  /** Adds the points of another fit, which does not change. */
  public void merge(LinearFit other) {
    if (other.n == 0) {
      return;
    }
    growUnits(other.unitX, other.unitY);
    int byX = other.unitX - unitX;
    int byY = other.unitY - unitY;
    long sum = n + other.n;
    double dx = Scaling.times(other.meanX, byX) - meanX;
    double dy = Scaling.times(other.meanY, byY) - meanY;
    double weight = (double) n * other.n / sum;
    meanX += dx * other.n / sum;
    meanY += dy * other.n / sum;
    sxx += Scaling.times(other.sxx, 2 * byX) + dx * dx * weight;
    syy += Scaling.times(other.syy, 2 * byY) + dy * dy * weight;
    sxy += Scaling.times(other.sxy, byX + byY) + dx * dy * weight;
    n = sum;
  }

  public long n() {
    return n;
  }

  /** The slope; NaN for fewer than two different x. */
  public double slope() {
    return Scaling.times(slopeInUnits(), unitY - unitX);
  }

  private double slopeInUnits() {
    return sxx > 0 ? sxy / sxx : Double.NaN;
  }

  public double intercept() {
    return Scaling.times(meanY - slopeInUnits() * meanX, unitY);
  }

  /** Sum of squared residuals of the line; never negative. */
  public double residualSumOfSquares() {
    return Scaling.times(residualsInUnits(), 2 * unitY);
  }

  private double residualsInUnits() {
    return sxx > 0 ? Math.max(0, syy - sxy * sxy / sxx) : Double.NaN;
  }

  /** Standard error of the slope under independent residuals; NaN for fewer than three points. */
  public double slopeStandardError() {
    return n > 2
        ? Scaling.times(Math.sqrt(residualsInUnits() / (n - 2) / sxx), unitY - unitX)
        : Double.NaN;
  }

  /** Share of the variance of y that the line explains; NaN if y does not vary. */
  public double r2() {
    return syy > 0 ? 1 - residualsInUnits() / syy : Double.NaN;
  }

  /** Sum of squared deviations of y from its mean. */
  public double totalSumOfSquares() {
    return Scaling.times(syy, 2 * unitY);
  }
}
