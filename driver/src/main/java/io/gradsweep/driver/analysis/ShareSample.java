package io.gradsweep.driver.analysis;

import io.gradsweep.driver.query.Estimate;
import io.gradsweep.results.summary.Interval;
import io.gradsweep.results.summary.Moments;
import io.gradsweep.results.summary.Proportion;
import java.util.Optional;

/**
 * The share of a cell's trials of which a condition holds. Of a trial that the environment ended it
 * is unknown: the interval reaches from where all of those count against the share to where all
 * count for it.
 */
final class ShareSample {

  private final ShareCounts found = new ShareCounts();
  private final ShareCounts least = new ShareCounts();
  private final ShareCounts most = new ShareCounts();

  /**
   * Takes a trial.
   *
   * @param holds whether the condition holds of its row
   * @param decided whether mathematics ended it, not the environment
   */
  void add(boolean holds, boolean decided) {
    found.add(holds);
    least.add(holds && decided);
    most.add(holds || !decided);
  }

  void endReplicate() {
    found.endReplicate();
    least.endReplicate();
    most.endReplicate();
  }

  /** The estimate from trials that are independent. */
  Estimate ofTrials(Intervals intervals) {
    return found.trials.n() == 0
        ? Estimate.NONE
        : Estimate.between(
            found.trials.share(),
            across(intervals.ofShare(least.trials), intervals.ofShare(most.trials)));
  }

  /** The estimate from one share for each replicate, whose trials are not independent. */
  Estimate ofReplicates(Intervals intervals) {
    return found.trials.n() == 0
        ? Estimate.NONE
        : Estimate.between(
            found.replicates.moments().mean(), across(least.mean(intervals), most.mean(intervals)));
  }

  /** From the lower end of one interval to the upper end of another. */
  static Optional<Interval> across(Optional<Interval> lower, Optional<Interval> upper) {
    return lower.flatMap(from -> upper.map(to -> new Interval(from.low(), to.high())));
  }

  /** One way to count. */
  private static final class ShareCounts {

    private final Proportion trials = new Proportion();
    private final Sample replicates = new Sample();
    private Moments replicate = new Moments();

    void add(boolean holds) {
      trials.add(holds);
      replicate.add(holds ? 1 : 0);
    }

    void endReplicate() {
      if (replicate.n() > 0) {
        replicates.add(replicate.mean());
        replicate = new Moments();
      }
    }

    Optional<Interval> mean(Intervals intervals) {
      return intervals.ofMeanShare(replicates.moments(), trials.n());
    }
  }
}
