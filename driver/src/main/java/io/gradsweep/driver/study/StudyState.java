package io.gradsweep.driver.study;

import java.util.Locale;

/** State of a study as a whole. */
public enum StudyState {
  FINISHED,

  /** Somebody runs it. */
  RUNNING,

  /** Trials of its plan are missing, and nobody runs it. */
  INTERRUPTED,

  /** It was merged from studies of which one was not finished. */
  INCOMPLETE;

  /**
   * @param isMerged whether the study was made of others, and is not run
   * @param isHeld whether a process holds its lock, or that of a shard
   */
  public static StudyState of(Inventory inventory, boolean isMerged, boolean isHeld) {
    if (inventory.isFinished()) {
      return FINISHED;
    }
    if (isMerged) {
      return INCOMPLETE;
    }
    return isHeld ? RUNNING : INTERRUPTED;
  }

  /** Its word in a status and in a report. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
