package io.gradsweep.driver.job;

import io.gradsweep.results.outcome.Status;
import io.gradsweep.results.outcome.StatusCounts;
import org.apache.spark.util.AccumulatorV2;

/**
 * Counts trials per status while a job runs, for display only; the footers of the parts are
 * decisive.
 */
final class StatusAccumulator extends AccumulatorV2<Status, StatusCounts> {

  private static final long serialVersionUID = 1;

  private final StatusCounts counts = new StatusCounts();

  @Override
  public boolean isZero() {
    return counts.total() == 0;
  }

  @Override
  public StatusAccumulator copy() {
    StatusAccumulator copy = new StatusAccumulator();
    copy.counts.addAll(counts);
    return copy;
  }

  @Override
  public void reset() {
    counts.clear();
  }

  @Override
  public void add(Status status) {
    counts.add(status);
  }

  @Override
  public void merge(AccumulatorV2<Status, StatusCounts> other) {
    counts.addAll(other.value());
  }

  /** A copy, which is sent to the driver while the task goes on counting. */
  @Override
  public StatusCounts value() {
    return counts.copy();
  }
}
