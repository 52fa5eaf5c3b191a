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

  /**
   * Fills a lane with a trial that stands at its start: its point, settings and what it has seen.
   */
  void put(int lane, Dynamics point, LaneEnds ends, Seen seen);

  /** Sets a trial's point to where its lane is. */
  void get(int lane, Dynamics point);

  /** Record of what the trial of a lane has seen, up to where it is. */
  Seen seen(int lane);

  /** The least probability of a lane's point. */
  double least(int lane);

  /** Fills a lane with a point that rests. */
  void clear(int lane);

  /**
   * Makes a step in all lanes.
   *
   * @param divergence receives the divergence of each lane, from {@code at} on
   * @return whether a trial ends, other than by its budget
   */
  boolean step(double[] divergence, int at);
}
