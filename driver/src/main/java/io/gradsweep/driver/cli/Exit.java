package io.gradsweep.driver.cli;

/** Exit statuses, the same in every command. */
final class Exit {

  static final int DONE = 0;

  /** A trial failed, or --max-failures stopped the sweep. */
  static final int TRIALS_FAILED = 1;

  /** The request is wrong. */
  static final int WRONG_REQUEST = 2;

  /** The system failed: disk, cluster, or a fault of our own. */
  static final int SYSTEM_FAILED = 3;

  /** A claim does not hold; with --strict, or is inconclusive. */
  static final int CLAIM_FAILED = 4;

  /** The time that was given is over; there is more to run. */
  static final int OUT_OF_TIME = 75;

  static final int INTERRUPTED = 130;

  private Exit() {}
}
