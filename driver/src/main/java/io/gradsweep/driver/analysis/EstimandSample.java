package io.gradsweep.driver.analysis;

import io.gradsweep.driver.RequestException;
import io.gradsweep.driver.query.Estimate;
import io.gradsweep.results.summary.LogMoments;
import io.gradsweep.results.summary.Moments;
import io.gradsweep.results.trial.ParamValue;
import io.gradsweep.sweeps.plan.ResolvedEstimand;
import io.gradsweep.sweeps.spec.Statistic;
import java.util.List;

/**
 * The trials of one cell, as an estimand sees them. Trials of a grid point are independent, and are
 * a sample. Several grid points share the random numbers of a replicate: then each replicate gives
 * one value, the mean, geometric mean or share over its points, and these are the sample. The
 * trials of a replicate must follow one another.
 */
public final class EstimandSample {

  private final ResolvedEstimand resolved;
  private final Ends ends;
  private final int end;
  private final int spent;
  private final Sample trials;
  private final Sample replicates = new Sample();
  private final ShareSample shares = new ShareSample();
  private Moments point = new Moments();
  private LogMoments logs = new LogMoments();
  private long leftOutLogs;
  private List<Object> streams = List.of();
  private long n;
  private long values;
  private long replicateCount;

  /** Whether a trial of the replicate has a value. */
  private boolean hasValue;

  private long replicatesWithValue;

  /**
   * @param end place of the word with which a row ended, among its values
   * @param spent place of the cost of a run; used for the expected running time alone
   */
  public EstimandSample(ResolvedEstimand resolved, Ends ends, int end, int spent) {
    this.resolved = resolved;
    this.ends = ends;
    this.end = end;
    this.spent = spent;
    trials = new Sample(resolved.cost().map(Spending::new));
  }

  /** Takes a trial. */
  public void add(TrialValues row) {
    if (!row.streams().equals(streams)) {
      endReplicate();
      streams = row.streams();
      replicateCount++;
    }
    String ended = row.value(end).column().toString();
    boolean decided = ends.isDecided(ended);
    n++;
    if (resolved.estimand().isShare()) {
      shares.add(resolved.of().holds(row), decided);
      values += decided ? 1 : 0;
      hasValue |= decided;
      return;
    }
    double value = decided ? resolved.of().number(row) : Double.NaN;
    boolean has = !Double.isNaN(value);
    boolean converged = ended.equals(ends.success());
    trials.add(
        converged, has ? (Number) value : null, resolved.cost().isEmpty() ? null : spent(row));
    if (has) {
      take(value);
      hasValue = true;
    }
  }

  private Number spent(TrialValues row) {
    ParamValue value = row.value(spent);
    return value == ParamValue.unset() ? null : (Number) value.column();
  }

  private void take(double value) {
    values++;
    point.add(value);
    logs.add(value);
  }

  private void endReplicate() {
    shares.endReplicate();
    if (point.n() > 0) {
      leftOutLogs += logs.leftOut();
      replicates.add(isGeometric() ? logs.logs().mean() : point.mean());
    }
    replicatesWithValue += hasValue ? 1 : 0;
    point = new Moments();
    logs = new LogMoments();
    hasValue = false;
  }

  private boolean isGeometric() {
    return resolved
        .estimand()
        .statistic()
        .filter(statistic -> statistic.kind() == Statistic.Form.GEOMEAN)
        .isPresent();
  }

  /**
   * @throws RequestException if the cell has several grid points, for which the estimand has no
   *     meaning
   */
  public Estimated estimated(Intervals intervals) {
    endReplicate();
    boolean onePoint = n == replicateCount;
    if (!onePoint && resolved.estimand().needsOnePoint()) {
      throw new RequestException(
          "Cannot estimate %s: %d trials of %d replicates (must be of one grid point)"
              .formatted(resolved.estimand(), n, replicateCount));
    }
    return new Estimated(
        onePoint ? ofTrials(intervals) : ofReplicates(intervals), n, values, replicateCount);
  }

  /** The values that the interval rests on: one of each trial, or of each replicate. */
  public long independent() {
    endReplicate();
    return n == replicateCount ? values : replicatesWithValue;
  }

  private Estimate ofTrials(Intervals intervals) {
    return resolved.estimand().isShare()
        ? shares.ofTrials(intervals)
        : trials.estimate(resolved.estimand().statistic().orElseThrow(), intervals);
  }

  private Estimate ofReplicates(Intervals intervals) {
    if (resolved.estimand().isShare()) {
      return shares.ofReplicates(intervals);
    }
    if (replicates.n() == 0 || isGeometric() && leftOutLogs > 0) {
      return Estimate.NONE;
    }
    Moments moments = replicates.moments();
    return isGeometric()
        ? Estimate.between(StrictMath.exp(moments.mean()), intervals.ofLogarithms(moments))
        : replicates.estimate(Statistic.MEAN, intervals);
  }
}
