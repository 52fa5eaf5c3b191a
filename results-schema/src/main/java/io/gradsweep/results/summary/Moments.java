package io.gradsweep.results.summary;

/**
 * Mean and variance of a sample, as sums that can be merged: Chan, Golub &amp; LeVeque (1983), eq.
 * 1.5b. NaN in gives NaN out; an empty sample is neutral. The values may be of any size: the sums
 * are kept in a unit that fits the largest. Not safe for use by several threads.
 */
public final class Moments {

  private long n;

  /** The unit is two to this power. */
  private int unit = Scaling.LEAST;

  private double mean;
  private double m2;

  public void add(double value) {
    growUnit(Scaling.exponent(value));
    double x = Scaling.times(value, -unit);
    n++;
    double delta = x - mean;
    mean += delta / n;
    m2 += delta * (x - mean);
  }

  private void growUnit(int least) {
    if (least > unit) {
      mean = Scaling.times(mean, unit - least);
      m2 = Scaling.times(m2, 2 * (unit - least));
      unit = least;
    }
  }

  /**
   * Adds another sample, which does not change; the result is the same whichever of the two adds
   * the other.
   */
  public void merge(Moments b) {
    if (b.n == 0) {
      return;
    }
    growUnit(b.unit);
    double bMean = Scaling.times(b.mean, b.unit - unit);
    double bM2 = Scaling.times(b.m2, 2 * (b.unit - unit));
    if (n == 0) {
      n = b.n;
      mean = bMean;
      m2 = bM2;
      return;
    }
    long sum = n + b.n;
    double delta = bMean - mean; // δ = x̄_B − x̄_A
    m2 = (m2 + bM2) + delta * delta * ((double) n * b.n / sum);
    mean = n == b.n ? mean + delta / 2 : pulled(b.n, bMean, delta, sum);
    n = sum;
  }

  /** The mean of the larger sample, pulled to that of the smaller one: the smaller the rounding. */
  private double pulled(long bN, double bMean, double delta, long sum) {
    return n > bN ? mean + delta * bN / sum : bMean - delta * n / sum;
  }

  public long n() {
    return n;
  }

  /** The mean; NaN for no values. */
  public double mean() {
    return Scaling.times(meanInUnits(), unit);
  }

  /** The unbiased variance, divided by n - 1; NaN for fewer than two values. */
  public double variance() {
    return Scaling.times(varianceInUnits(), 2 * unit);
  }

  public double standardDeviation() {
    return Scaling.times(Math.sqrt(varianceInUnits()), unit);
  }

  /** Standard error of the mean of independent values; NaN for fewer than two. */
  public double standardError() {
    return Scaling.times(Math.sqrt(varianceInUnits() / n), unit);
  }

  /** The exponent of the unit, a power of two, in which no square of a value overflows. */
  int unit() {
    return unit;
  }

  double meanInUnits() {
    return n > 0 ? mean : Double.NaN;
  }

  double varianceInUnits() {
    return n > 1 ? m2 / (n - 1) : Double.NaN;
  }
}
