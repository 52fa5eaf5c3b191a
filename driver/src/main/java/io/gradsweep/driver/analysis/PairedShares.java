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
 * even if no pair differs. As in {@link ShareSample}, it reaches from where all trials that the
 * environment ended count against the difference to where all count for it.
 */
final class PairedShares {

  private final ArmShares found = new ArmShares();
  private final ArmShares least = new ArmShares();
  private final ArmShares most = new ArmShares();

  /**
   * Takes a pair of trials.
   *
   * @param holds whether the condition holds of either row
   * @param decided whether mathematics ended either, not the environment
   */
  void add(boolean[] holds, boolean[] decided) {
    found.add(holds[0], holds[1]);
    least.add(holds[0] && decided[0], holds[1] || !decided[1]);
    most.add(holds[0] || !decided[0], holds[1] && decided[1]);
  }

  void endReplicate() {
    found.endReplicate();
    least.endReplicate();
    most.endReplicate();
  }

  Estimate difference(Intervals intervals) {
    return Estimate.between(
        found.difference(),
        ShareSample.across(least.interval(intervals), most.interval(intervals)));
  }

  /** Both arms' shares, by one way to count. */
  private static final class ArmShares {

    /** The shares of either arm in each replicate. */
    private final List<double[]> shares = new ArrayList<>();

    private Moments first = new Moments();
    private Moments second = new Moments();
    private long trials;

    void add(boolean ofFirst, boolean ofSecond) {
      first.add(ofFirst ? 1 : 0);
      second.add(ofSecond ? 1 : 0);
    }

    void endReplicate() {
      if (first.n() > 0) {
        shares.add(new double[] {first.mean(), second.mean()});
        trials += first.n();
        first = new Moments();
        second = new Moments();
      }
    }

    double difference() {
      return moments(0).mean() - moments(1).mean();
    }

    Optional<Interval> interval(Intervals intervals) {
      Moments one = moments(0);
      Moments other = moments(1);
      Optional<Interval> ofOne = ofShare(one, intervals);
      Optional<Interval> ofOther = ofShare(other, intervals);
      if (ofOne.isEmpty() || ofOther.isEmpty()) {
        return Optional.empty();
      }
      double difference = one.mean() - other.mean();
      double phi = correlation(one.mean(), other.mean());
      double down = one.mean() - ofOne.get().low();
      double up = ofOne.get().high() - one.mean();
      double otherUp = ofOther.get().high() - other.mean();
      double otherDown = other.mean() - ofOther.get().low();
      return Optional.of(
          new Interval(
              difference - length(down, otherUp, phi), difference + length(up, otherDown, phi)));
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
}
