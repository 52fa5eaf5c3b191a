package io.gradsweep.driver.storage;

/** The points at which a test can inject a failure. Outside tests nothing listens. */
public enum FaultPoint {
  ROW_WRITTEN,
  BEFORE_TRAJECTORIES,
  BETWEEN_TRAJECTORIES_AND_TRIALS,
  AFTER_TRIALS,
  REPLACEMENT_WRITTEN,
  REPLACEMENT_PUBLISHED,
  LIST_PUBLISHED,
  REPLACED_DELETED;

  public interface FaultListener {
    void reached(FaultPoint point);
  }

  private static volatile FaultListener listener = point -> {};

  public static void listen(FaultListener now) {
    listener = now;
  }

  public void reached() {
    listener.reached(this);
  }
}
