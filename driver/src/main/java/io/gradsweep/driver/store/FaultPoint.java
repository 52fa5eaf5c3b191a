package io.gradsweep.driver.store;

/** Places where a test makes the world fail. Outside tests nothing listens. */
enum FaultPoint {
  ROW_WRITTEN,
  BEFORE_TRAJECTORIES,
  BETWEEN_TRAJECTORIES_AND_TRIALS,
  AFTER_TRIALS,
  REPLACEMENT_WRITTEN,
  REPLACEMENT_PUBLISHED,
  LIST_PUBLISHED,
  REPLACED_DELETED;

  interface Listener {
    void reached(FaultPoint point);
  }

  private static volatile Listener listener = point -> {};

  static void listen(Listener now) {
    listener = now;
  }

  void reached() {
    listener.reached(this);
  }
}
