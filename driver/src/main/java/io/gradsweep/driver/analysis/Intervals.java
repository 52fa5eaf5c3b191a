package io.gradsweep.driver.analysis;

import io.gradsweep.results.summary.Interval;
import io.gradsweep.results.summary.LogMoments;
import io.gradsweep.results.summary.Moments;
import io.gradsweep.results.summary.Proportion;
import io.gradsweep.results.summary.RunningTime;
import java.util.Optional;
import org.apache.commons.math3.distribution.BinomialDistribution;
import org.apache.commons.math3.distribution.TDistribution;

/** Intervals of 95 %, or none if there are too few values. */
final class Intervals {

  static final double LEVEL = 0.95;

  /**
   * Least number of values for an interval by Student's t: two give no information on their spread.
   */
  static final int LEAST_FOR_T = 3;

  private static final double UPPER_TAIL = (1 + LEVEL) / 2;
  private static final double Z = 1.959963984540054;

  private Intervals() {}

  /** Interval of the share of trials, by Wilson's score. */
  static Optional<Interval> ofShare(Proportion share) {
    return share.n() > 0 ? Optional.of(share.wilson(Z)) : Optional.empty();
  }

  /** Interval of the mean, by Student's t. */
  static Optional<Interval> ofMean(Moments moments) {
    double half = t(moments.n()) * moments.standardError();
    return Double.isFinite(half)
        ? Optional.of(new Interval(moments.mean() - half, moments.mean() + half))
        : Optional.empty();
  }

  /** Interval of the geometric mean: that of the mean logarithm, transformed back. */
  static Optional<Interval> ofGeometricMean(LogMoments moments) {
    return ofLogarithms(moments.logs());
  }

  /** Interval of the mean of logarithms, transformed back to the values. */
  static Optional<Interval> ofLogarithms(Moments logs) {
    return ofMean(logs)
        .map(mean -> new Interval(StrictMath.exp(mean.low()), StrictMath.exp(mean.high())));
  }

  /** Interval of the expected running time, by Fieller. */
  static Optional<Interval> ofRunningTime(RunningTime time) {
    double t = t(time.runs());
    return Double.isFinite(t) ? time.fieller(t) : Optional.empty();
  }

  /** Student's quantile for n values, with n - 1 degrees of freedom; NaN if n is too small. */
  static double t(long n) {
    return tOfFreedom(n < LEAST_FOR_T ? 0 : n - 1);
  }

  static double tOfFreedom(long degrees) {
    return degrees > 0
        ? new TDistribution(null, degrees).inverseCumulativeProbability(UPPER_TAIL)
        : Double.NaN;
  }

  /**
   * Interval of a quantile, by order statistics: the number of values below it is binomial,
   * whatever their distribution, so two of the sorted values enclose it with at least the level.
   *
   * @param sorted ascending
   * @param q in (0, 1)
   * @return empty if even the least and the greatest value are too close to the middle
   */
  static Optional<Interval> ofQuantile(double[] sorted, double q) {
    int n = sorted.length;
    if (n == 0) {
      return Optional.empty();
    }
    BinomialDistribution below = new BinomialDistribution(null, n, q);
    double tail = (1 - LEVEL) / 2;
    // P(X_(l) > ξ) = P(B < l) and P(X_(u) < ξ) = P(B >= u), each at most the tail
    int low = below.inverseCumulativeProbability(tail);
    low = below.cumulativeProbability(low) <= tail ? low + 1 : low;
    int high = below.inverseCumulativeProbability(1 - tail) + 1;
    return low >= 1 && high <= n
        ? Optional.of(new Interval(sorted[low - 1], sorted[high - 1]))
        : Optional.empty();
  }
}
