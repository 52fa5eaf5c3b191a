package io.gradsweep.driver.job;

/** End of a run. */
public enum RunEnd {
  /** All that was to be run has its rows. */
  WHOLE,

  /** Too many failures have stopped it, or somebody. */
  STOPPED,

  /** Segments were not begun, since they may not have ended in time. */
  OUT_OF_TIME
}
