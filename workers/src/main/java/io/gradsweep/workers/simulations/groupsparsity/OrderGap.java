package io.gradsweep.workers.simulations.groupsparsity;

/**
 * How far two gradient flows of a network w_l = u_l^d v_l are from commuting: that of w_1 and that
 * of w_2, each for a time τ, in both orders. Flows that follow a mirror descent commute in w. Two
 * weights of one group do not, ‖Δw‖/τ² tends to d² u^(3d-2) ‖(v_1, v_2)‖ as τ falls; two weights of
 * groups of their own do, exactly.
 */
final class OrderGap {

  /** Runge-Kutta steps of a flow. */
  private static final int STEPS = 64;

  private final int depth;
  private final int groupSize;
  private final double[] u;
  private final double[] v;

  private OrderGap(GroupNet start, int groupSize, int depth) {
    this.depth = depth;
    this.groupSize = groupSize;
    u = start.gates().clone();
    v = start.directions().clone();
  }

  /**
   * ‖Δw‖/τ² from the network's present point, which stays as it is; NaN if there is one weight.
   *
   * @param tau the time of either flow
   */
  static double of(GroupNet start, int groupSize, int depth, double tau) {
    if (start.directions().length < 2) {
      return Double.NaN;
    }
    double[] forth = new OrderGap(start, groupSize, depth).after(0, 1, tau);
    double[] back = new OrderGap(start, groupSize, depth).after(1, 0, tau);
    double squares = 0;
    for (int i = 0; i < forth.length; i++) {
      squares += (forth[i] - back[i]) * (forth[i] - back[i]);
    }
    return Math.sqrt(squares) / (tau * tau);
  }

  private double[] after(int first, int second, double tau) {
    flow(first, tau / STEPS);
    flow(second, tau / STEPS);
    double[] w = new double[v.length];
    for (int i = 0; i < w.length; i++) {
      w[i] = StrictMath.pow(u[i / groupSize], depth) * v[i];
    }
    return w;
  }

  /** u' = -d u^(d-1) v_i, v_i' = -u^d of the weight's own group; nothing else moves. */
  private void flow(int i, double h) {
    int l = i / groupSize;
    for (int step = 0; step < STEPS; step++) {
      double gate = u[l];
      double direction = v[i];
      double u1 = gateSlope(gate, direction);
      double v1 = directionSlope(gate);
      double u2 = gateSlope(gate + h / 2 * u1, direction + h / 2 * v1);
      double v2 = directionSlope(gate + h / 2 * u1);
      double u3 = gateSlope(gate + h / 2 * u2, direction + h / 2 * v2);
      double v3 = directionSlope(gate + h / 2 * u2);
      double u4 = gateSlope(gate + h * u3, direction + h * v3);
      double v4 = directionSlope(gate + h * u3);
      u[l] = gate + h / 6 * (u1 + 2 * u2 + 2 * u3 + u4);
      v[i] = direction + h / 6 * (v1 + 2 * v2 + 2 * v3 + v4);
    }
  }

  private double gateSlope(double gate, double direction) {
    return -depth * StrictMath.pow(gate, depth - 1.0) * direction;
  }

  private double directionSlope(double gate) {
    return -StrictMath.pow(gate, depth);
  }
}
