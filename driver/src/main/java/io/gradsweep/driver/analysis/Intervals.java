package io.gradsweep.driver.analysis;

import io.gradsweep.results.summary.Interval;
import io.gradsweep.results.summary.LogMoments;
import io.gradsweep.results.summary.Moments;
import io.gradsweep.results.summary.Proportion;
import io.gradsweep.results.summary.RunningTime;
import io.gradsweep.workers.api.SmallCache;
import java.util.Optional;
import org.apache.commons.math3.distribution.BinomialDistribution;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.apache.commons.math3.distribution.TDistribution;

/**
 * Intervals of a level, or none if there are too few values.
 *
 * @param level above 0 and below 1
 */
public record Intervals(double level) {

  /** Intervals of 95 %. */
  public static final Intervals USUAL = new Intervals(0.95);

  /**
   * Least number of values for an interval by Student's t: two give no information on their spread.
   */
  static final int LEAST_FOR_T = 3;

  private static final double Z_USUAL = 1.959963984540054;

  /** The groups of a table tend to have the same number of values. */
  private static final SmallCache<RanksKey, Ranks> RANKS = new SmallCache<>(64);

  public Intervals {
    if (!(level > 0 && level < 1)) {
      throw new IllegalArgumentException(
          "Cannot make intervals of level: %s (must be above 0 and below 1)".formatted(level));
    }
  }

  /** Interval of a share of independent trials, by Wilson's score. */
  Optional<Interval> ofShare(double p, long n) {
    return n > 0 ? Optional.of(Proportion.wilson(p, n, z())) : Optional.empty();
  }

  /** Interval of the share of trials, by Wilson's score. */
  Optional<Interval> ofShare(Proportion share) {
    return share.n() > 0 ? Optional.of(share.wilson(z())) : Optional.empty();
  }

  /**
   * Interval of a mean share over replicates whose trials are not independent: Wilson's score for
   * as many independent trials as would have the replicates' variance (Korn and Graubard 1998; Dean
   * and Pagano 2015), with Student's quantile instead of the normal one. Replicates that are all 0,
   * or all 1, count as one trial each.
   *
   * @param shares one share for each replicate
   * @param trials number of trials in all replicates
   */
  Optional<Interval> ofMeanShare(Moments shares, long trials) {
    double t = t(shares.n());
    if (!Double.isFinite(t)) {
      return Optional.empty();
    }
    double p = shares.mean();
    double coin = p * (1 - p);
    double independent =
        coin > 0 ? Math.min(trials, coin * shares.n() / shares.variance()) : shares.n();
    return Optional.of(Proportion.wilson(p, independent, t));
  }

  /** Interval of the mean, by Student's t. */
  Optional<Interval> ofMean(Moments moments) {
    double half = t(moments.n()) * moments.standardError();
    return Double.isFinite(half)
        ? Optional.of(new Interval(moments.mean() - half, moments.mean() + half))
        : Optional.empty();
  }

  /** Interval of the geometric mean: that of the mean logarithm, transformed back. */
  Optional<Interval> ofGeometricMean(LogMoments moments) {
    return ofLogarithms(moments.logs());
  }

  /** Interval of the mean of logarithms, transformed back to the values. */
  Optional<Interval> ofLogarithms(Moments logs) {
    return ofMean(logs)
        .map(mean -> new Interval(StrictMath.exp(mean.low()), StrictMath.exp(mean.high())));
  }

  /** Interval of the expected running time, by Fieller. */
  Optional<Interval> ofRunningTime(RunningTime time) {
    double t = t(time.runs());
    return Double.isFinite(t) ? time.fieller(t) : Optional.empty();
  }

  /** Student's quantile for n values, with n - 1 degrees of freedom; NaN if n is too small. */
  double t(long n) {
    return tOfFreedom(n < LEAST_FOR_T ? 0 : n - 1);
  }

  private double upperTail() {
    return (1 + level) / 2;
  }

  /** The normal quantile. */
  private double z() {
    return level == USUAL.level
        ? Z_USUAL
        : new NormalDistribution(null, 0, 1).inverseCumulativeProbability(upperTail());
  }

  double tOfFreedom(long degrees) {
    return degrees > 0
        ? new TDistribution(null, degrees).inverseCumulativeProbability(upperTail())
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
  Optional<Interval> ofQuantile(double[] sorted, double q) {
    int n = sorted.length;
    if (n == 0) {
      return Optional.empty();
    }
    Ranks ranks = RANKS.get(new RanksKey(level, n, q), () -> ranks(n, q));
    return ranks.low >= 1 && ranks.high <= n
        ? Optional.of(new Interval(sorted[ranks.low - 1], sorted[ranks.high - 1]))
        : Optional.empty();
  }

  private Ranks ranks(int n, double q) {
    BinomialDistribution below = new BinomialDistribution(null, n, q);
    double tail = (1 - level) / 2;
    // P(X_(l) > ξ) = P(B < l) and P(X_(u) < ξ) = P(B >= u), each at most the tail
    int low = below.inverseCumulativeProbability(tail);
    low = below.cumulativeProbability(low) <= tail ? low + 1 : low;
    return new Ranks(low, below.inverseCumulativeProbability(1 - tail) + 1);
  }

  private record RanksKey(double level, int n, double q) {}

  /** The places of two sorted values, counted from 1, between which a quantile is. */
  private record Ranks(int low, int high) {}
}
