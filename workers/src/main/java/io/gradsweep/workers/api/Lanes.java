package io.gradsweep.workers.api;

import io.gradsweep.results.outcome.Outcome;
import io.gradsweep.results.random.Streams;
import io.gradsweep.results.trial.Trial;

/**
 * Lanes, each of which holds a trial or is free. All trials advance by the same number of steps,
 * whatever their own number of steps is. The runner asks a recorder at which steps it wants metrics
 * and when a budget is used up; {@link Recorder#step} is its business, not that of the lanes.
 *
 * <p>What is thrown by {@link #fill} concerns the trial that was to be filled in; what is thrown
 * elsewhere makes all lanes unusable.
 */
public interface Lanes {

  /**
   * Puts a trial at its start into a free lane. Calls {@link Recorder#begin}, and keeps the
   * recorder for {@link #record}.
   */
  void fill(int lane, Trial trial, Streams streams, Recorder recorder);

  /**
   * Advances every trial by a number of steps, or by fewer if one of them ends earlier.
   *
   * @param most at least 1, and no more than any trial's budget leaves
   * @return steps made, at least 1
   */
  long advance(long most);

  /** Whether the trial of a lane has ended, at the step at which it is. */
  boolean hasEnded(int lane);

  /** Records the metrics of the step at which the trial of a lane is. */
  void record(int lane);

  /** Records the last step of a trial that has ended, and returns its outcome. */
  Outcome outcome(int lane);

  /** Frees a lane, whether its trial has ended or not. */
  void clear(int lane);
}
