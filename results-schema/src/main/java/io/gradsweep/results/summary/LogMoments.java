package io.gradsweep.results.summary;

/**
 * Moments of the logarithms of a positive sample, for measures on a log scale: their mean is the
 * logarithm of the geometric mean. A value that is not above zero has no logarithm; it is counted
 * separately. Not safe for use by several threads.
 */
public final class LogMoments {

  private final Moments logs = new Moments();
  private long leftOut;

  public void add(double x) {
    if (x > 0) {
      logs.add(StrictLog.log(x));
    } else {
      leftOut++;
    }
  }

  public void merge(LogMoments other) {
    logs.merge(other.logs);
    leftOut += other.leftOut;
  }

  /** Moments of ln x, over the values above zero. */
  public Moments logs() {
    return logs;
  }

  /** Values that were zero, negative or NaN. */
  public long leftOut() {
    return leftOut;
  }

  /** The geometric mean of the values above zero; NaN if there is none. */
  public double geometricMean() {
    return StrictMath.exp(logs.mean());
  }
}
