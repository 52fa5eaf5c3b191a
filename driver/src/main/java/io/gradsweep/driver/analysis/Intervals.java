package io.gradsweep.driver.analysis;

import io.gradsweep.results.summary.Interval;
import io.gradsweep.results.summary.LogMoments;
import io.gradsweep.results.summary.Moments;
import io.gradsweep.results.summary.Proportion;
import io.gradsweep.results.summary.RunningTime;
import java.util.Optional;
import org.apache.commons.math3.distribution.BinomialDistribution;
import org.apache.commons.math3.distribution.TDistribution;

/** Intervals of 95 %, and none where there are too few values for one. */
final class Intervals {

  static final double LEVEL = 0.95;

  /** Values below which no interval rests on Student's t: two say nothing about their spread. */
  static final int LEAST_FOR_T = 3;

  private static final double UPPER_TAIL = (1 + LEVEL) / 2;
  private static final double Z = 1.959963984540054;

  private Intervals() {}

  /** The share of trials, by Wilson's score. */
  static Optional<Interval> ofShare(Proportion share) {
    return share.n() > 0 ? Optional.of(share.wilson(Z)) : Optional.empty();
  }

  /** The mean, by Student's t. */
  static Optional<Interval> ofMean(Moments moments) {
    double half = t(moments.n()) * moments.standardError();
    return Double.isFinite(half)
        ? Optional.of(new Interval(moments.mean() - half, moments.mean() + half))
        : Optional.empty();
  }

  /** The geometric mean: that of the mean logarithm, carried back. */
  static Optional<Interval> ofGeometricMean(LogMoments moments) {
    return ofLogarithms(moments.logs());
  }

  /** Interval of the mean of logarithms, carried back to the values. */
  static Optional<Interval> ofLogarithms(Moments logs) {
    return ofMean(logs)
        .map(mean -> new Interval(StrictMath.exp(mean.low()), StrictMath.exp(mean.high())));
  }

  /** The expected running time, by Fieller. */
  static Optional<Interval> ofRunningTime(RunningTime time) {
    double t = t(time.runs());
    return Double.isFinite(t) ? time.fieller(t) : Optional.empty();
  }

  /** Student's quantile for n values, with n - 1 degrees of freedom; NaN where n is too small. */
  static double t(long n) {
    return tOfFreedom(n < LEAST_FOR_T ? 0 : n - 1);
  }

  static double tOfFreedom(long degrees) {
    return degrees > 0
        ? new TDistribution(null, degrees).inverseCumulativeProbability(UPPER_TAIL)
        : Double.NaN;
  }

  /**
   * A quantile, by order statistics: the number of values below it is binomial, whatever their
   * distribution is, so that two of the sorted values hold it between them with at least the level.
   *
   * @param sorted ascending
   * @param q in (0, 1)
   * @return empty where even the least and the greatest value are too close to the middle
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
