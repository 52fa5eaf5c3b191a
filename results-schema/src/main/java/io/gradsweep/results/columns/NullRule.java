package io.gradsweep.results.columns;

/** The rules for when a column may be null. */
public enum NullRule {
  /** Every row has a value. */
  NEVER,
  /** Null if the value does not exist: the parameter is off, or the target was never met. */
  WHERE_ABSENT,
  /** As WHERE_ABSENT, but a trial that timed out or failed always has a value. */
  UNLESS_CUT_OFF
}
