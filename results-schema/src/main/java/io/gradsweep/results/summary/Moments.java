package io.gradsweep.results.summary;

/**
 * Mean and variance of a sample, as sums that can be merged: Chan, Golub &amp; LeVeque (1983), eq.
 * 1.5b. NaN in gives NaN out; an empty sample is neutral. Not safe for use by several threads.
 */
public final class Moments {

  private long n;
  private double mean;
  private double m2;

  public void add(double x) {
    n++;
    double delta = x - mean;
    mean += delta / n;
    m2 += delta * (x - mean);
  }

  /** Takes in another sample, which stays as it is; the same numbers whichever takes the other. */
  public void merge(Moments b) {
    if (b.n == 0) {
      return;
    }
    if (n == 0) {
      n = b.n;
      mean = b.mean;
      m2 = b.m2;
      return;
    }
    long sum = n + b.n;
    double delta = b.mean - mean; // δ = x̄_B − x̄_A
    m2 = (m2 + b.m2) + delta * delta * ((double) n * b.n / sum);
    mean = n == b.n ? mean + delta / 2 : pulled(b, delta, sum);
    n = sum;
  }

  /** The mean of the larger sample, pulled to that of the smaller one: the smaller the rounding. */
  private double pulled(Moments b, double delta, long sum) {
    return n > b.n ? mean + delta * b.n / sum : b.mean - delta * n / sum;
  }

  public long n() {
    return n;
  }

  /** The mean; NaN of nothing. */
  public double mean() {
    return n > 0 ? mean : Double.NaN;
  }

  /** The unbiased variance, divided by n - 1; NaN for fewer than two values. */
  public double variance() {
    return n > 1 ? m2 / (n - 1) : Double.NaN;
  }

  public double standardDeviation() {
    return Math.sqrt(variance());
  }

  /** Standard error of the mean of independent values; NaN for fewer than two. */
  public double standardError() {
    return Math.sqrt(variance() / n);
  }
}
