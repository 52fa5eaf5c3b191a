package io.gradsweep.driver.job;

import io.gradsweep.results.outcome.Status;
import java.util.Arrays;
import org.apache.spark.util.AccumulatorV2;

/**
 * Counts trials per status while a job runs, for display only; the footers of the parts are
 * decisive.
 */
final class StatusAccumulator extends AccumulatorV2<Status, long[]> {

  private static final long serialVersionUID = 1;

  private final long[] counts = new long[Status.values().length];

  @Override
  public boolean isZero() {
    return Arrays.stream(counts).allMatch(count -> count == 0);
  }

  @Override
  public StatusAccumulator copy() {
    StatusAccumulator copy = new StatusAccumulator();
    System.arraycopy(counts, 0, copy.counts, 0, counts.length);
    return copy;
  }

  @Override
  public void reset() {
    Arrays.fill(counts, 0);
  }

  @Override
  public void add(Status status) {
    counts[status.ordinal()]++;
  }

  @Override
  public void merge(AccumulatorV2<Status, long[]> other) {
    addTo(counts, other.value());
  }

  static void addTo(long[] sum, long[] more) {
    for (int i = 0; i < sum.length; i++) {
      sum[i] += more[i];
    }
  }

  /** A copy, which is sent to the driver while the task goes on counting. */
  @Override
  public long[] value() {
    return counts.clone();
  }
}
