package io.gradsweep.workers.simulations.kldivergence;

import java.util.Arrays;

/**
 * The noise of many trials: each draws from its own stream, one after the other, as it does alone.
 */
final class LaneNoise {

  private final int width;
  private final Noise[] noises;
  private final double[] seen;
  private final double[] point;
  private final double[] direction;

  LaneNoise(int n, int width) {
    this.width = width;
    noises = new Noise[width];
    Arrays.fill(noises, Noise.NONE);
    seen = new double[(n + 1) * width];
    point = new double[n + 1];
    direction = new double[n];
  }

  void put(int lane, Noise noise) {
    noises[lane] = noise;
  }

  /** The noise that gradients see: the deviations of all lanes, after {@link #see}. */
  double[] seen() {
    return seen;
  }

  /** See {@link Noise#seen}. */
  void see(double[] e) {
    for (int lane = 0; lane < width; lane++) {
      take(lane, e, point);
      place(lane, noises[lane].seen(point), seen);
    }
  }

  /** See {@link Noise#disturb}. */
  void disturb(double[] p, double[] directions) {
    for (int lane = 0; lane < width; lane++) {
      if (noises[lane] != Noise.NONE) {
        take(lane, p, point);
        take(lane, directions, direction);
        noises[lane].disturb(point, direction);
        place(lane, direction, directions);
      }
    }
  }

  private void take(int lane, double[] from, double[] to) {
    for (int i = 0; i < to.length; i++) {
      to[i] = from[i * width + lane];
    }
  }

  private void place(int lane, double[] from, double[] to) {
    for (int i = 0; i < from.length; i++) {
      to[i * width + lane] = from[i];
    }
  }
}
