package io.gradsweep.workers.api;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Receives the reports of a running simulation. The order of calls is: {@code begin}, then {@code
 * step(0)} for the initial point, {@code step(1)} after the first update, and so on; after a step
 * that is wanted, {@code record}. When the trial stops, its last step is recorded even if it was
 * not wanted.
 *
 * <p>Calls are cheap (a few comparisons); none allocates unless a step is recorded.
 */
public interface Recorder {

  /** Announces the largest number of steps that the trial can take. */
  void begin(long budget);

  /**
   * Reports that {@code step} updates have been made.
   *
   * @return whether this step's metrics are wanted; if so, call {@link #record} next
   * @throws TrialStopped if the budget or the time limit is used up; pass it on
   */
  boolean step(long step);

  /**
   * Records the metrics of the step last reported. A step recorded twice gives one row.
   *
   * @param time simulated time; NaN for discrete methods
   * @param metrics in the order of the declaration; a number that is not finite becomes null
   */
  void record(double time, double... metrics);

  /**
   * A folder of the trial's own, which is there: what a trial that takes longer than its machine is
   * given leaves in it, its next attempt finds. It lies in the study, if that is on a local or a
   * shared disk, and is removed when the trial's row is published; otherwise it does not outlive
   * the attempt. A file is safe in it that was written under another name, and then renamed. The
   * row must not depend on whether there was an earlier attempt.
   *
   * @throws UncheckedIOException if it cannot be made
   */
  default Path scratch() {
    try {
      return Files.createTempDirectory("gradsweep-scratch-");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Returns a recorder that wants nothing and stops nothing, for tests and for use outside a sweep.
   */
  static Recorder none() {
    return new Recorder() {
      @Override
      public void begin(long budget) {}

      @Override
      public boolean step(long step) {
        return false;
      }

      @Override
      public void record(double time, double... metrics) {}
    };
  }
}
