package io.gradsweep.driver.analysis;

import io.gradsweep.driver.query.Estimate;
import io.gradsweep.results.summary.Interval;
import io.gradsweep.results.summary.Moments;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The difference of two shares on common replicates, with the interval of Newcombe (1998), method
 * 10: from Wilson's intervals of both and their correlation. Unlike a t interval, it has a length
 * even if no pair differs.
 */
final class PairedShares {

  /** The shares of either arm in each replicate. */
  private final List<double[]> shares = new ArrayList<>();

  private long trials;

  /** Takes the values of a replicate, 0 or 1 each. */
  void add(Moments first, Moments second) {
    shares.add(new double[] {first.mean(), second.mean()});
    trials += first.n();
  }

  Estimate difference(Intervals intervals) {
    Moments first = moments(0);
    Moments second = moments(1);
    double difference = first.mean() - second.mean();
    Optional<Interval> ofFirst = ofShare(first, intervals);
    Optional<Interval> ofSecond = ofShare(second, intervals);
    if (ofFirst.isEmpty() || ofSecond.isEmpty()) {
      return Estimate.between(difference, Optional.empty());
    }
    double phi = correlation(first.mean(), second.mean());
    double down = first.mean() - ofFirst.get().low();
    double up = ofFirst.get().high() - first.mean();
    double otherUp = ofSecond.get().high() - second.mean();
    double otherDown = second.mean() - ofSecond.get().low();
    return Estimate.between(
        difference,
        Optional.of(
            new Interval(
                difference - length(down, otherUp, phi), difference + length(up, otherDown, phi))));
  }

  private static double length(double one, double other, double phi) {
    return Math.sqrt(Math.max(0, one * one - 2 * phi * one * other + other * other));
  }

  private boolean isOnePair() {
    return trials == shares.size();
  }

  private Optional<Interval> ofShare(Moments replicates, Intervals intervals) {
    return isOnePair()
        ? intervals.ofShare(replicates.mean(), trials)
        : intervals.ofMeanShare(replicates, trials);
  }

  private Moments moments(int arm) {
    Moments moments = new Moments();
    shares.forEach(pair -> moments.add(pair[arm]));
    return moments;
  }

  /**
   * The correlation of the arms: with Newcombe's correction for continuity if it is positive and
   * each replicate has one pair, else at most 0, which never makes an interval shorter.
   */
  private double correlation(double p, double q) {
    long n = shares.size();
    double both = shares.stream().mapToDouble(pair -> pair[0] * pair[1]).sum() / n;
    double covariance = both - p * q; // (ad - bc) / n²
    double scale = Math.sqrt(p * (1 - p) * q * (1 - q));
    if (!(scale > 0)) {
      return 0;
    }
    double corrected =
        covariance <= 0 ? covariance : isOnePair() ? Math.max(0, covariance - 0.5 / n) : 0;
    return Math.max(-1, corrected / scale);
  }
}
