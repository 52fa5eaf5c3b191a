package io.gradsweep.workers.simulations.kldivergence;

/**
 * The points of many trials of one shape, which move together: {@link Dynamics} in lanes. Each
 * makes the operations of {@code Dynamics} in the same order.
 */
interface LaneDynamics {

  /** Makes empty lanes. */
  interface Maker {
    /**
     * @param count least number of lanes
     */
    LaneDynamics make(LaneShape shape, int count);
  }

  /** Number of lanes. */
  int width();

  /** Fills a lane with a trial's point and settings. */
  void put(int lane, Dynamics point, LaneEnds ends);

  /** Sets a trial's point to where its lane is. */
  void get(int lane, Dynamics point);

  /** Fills a lane with a point that rests. */
  void clear(int lane);

  /**
   * Makes a step in all lanes.
   *
   * @param least receives the least probability of each lane, from {@code at} on
   * @param divergence receives the divergence of each lane, from {@code at} on
   * @return whether a trial ends, other than by its budget
   */
  boolean step(double[] least, double[] divergence, int at);
}
