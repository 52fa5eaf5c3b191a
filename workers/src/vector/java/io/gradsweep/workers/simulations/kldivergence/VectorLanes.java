package io.gradsweep.workers.simulations.kldivergence;

import static io.gradsweep.workers.numeric.VectorKernels.SPECIES;

import io.gradsweep.workers.numeric.Kernels;
import java.util.Arrays;

/**
 * The points and settings of trials in lanes: the numbers of one category side by side, those of
 * the next category {@link #width} further on.
 */
abstract class VectorLanes implements LaneDynamics {

  final LaneShape shape;
  final int n;
  final int width;

  /** Null if no trial has noise. */
  final LaneNoise noise;

  final double[] q;
  final double[] p;
  final double[] e;

  /** θ, or in η the deviations. */
  final double[] coordinates;

  final double[] direction;
  final double[] scratch;
  final double[] base;
  final double[] sum;

  final double[] stepSize;
  final double[] half;
  final double[] sixth;
  final double[] decay;
  final double[] affineScale;
  final double[] floor;

  /** Steps at which the guard changed the point: whole numbers. */
  final double[] activations;

  /** Findings of the guard: the sum of the clamped entries, and the least entry. */
  final double[] total;

  final double[] lowest;
  final double[] entropy;
  final double[] mostLoss;
  final double[] stopKl;
  final double[] excessBelow;
  final double[] lossBelow;

  final double[] least;
  final double[] divergence;

  /** Of each trial, what {@link Seen} has, with infinity for a step that was never made. */
  final double[] leastSeen;

  final double[] firstHit;
  final double[] settledAt;

  /** Steps that each trial has made: whole numbers. */
  final double[] steps;

  VectorLanes(LaneShape shape, int count) {
    this.shape = shape;
    n = shape.dimension();
    int lanes = SPECIES.length();
    width = (count + lanes - 1) / lanes * lanes;
    noise = shape.noisy() ? new LaneNoise(n, width) : null;
    q = new double[(n + 1) * width];
    p = q.clone();
    e = q.clone();
    coordinates = shape.theta() ? new double[n * width] : e;
    direction = new double[n * width];
    scratch = direction.clone();
    base = direction.clone();
    sum = direction.clone();
    stepSize = new double[width];
    half = stepSize.clone();
    sixth = stepSize.clone();
    decay = stepSize.clone();
    affineScale = stepSize.clone();
    floor = stepSize.clone();
    activations = stepSize.clone();
    total = stepSize.clone();
    lowest = stepSize.clone();
    entropy = stepSize.clone();
    mostLoss = stepSize.clone();
    stopKl = stepSize.clone();
    excessBelow = stepSize.clone();
    lossBelow = stepSize.clone();
    least = stepSize.clone();
    divergence = stepSize.clone();
    leastSeen = stepSize.clone();
    firstHit = stepSize.clone();
    settledAt = stepSize.clone();
    steps = stepSize.clone();
    for (int lane = 0; lane < width; lane++) {
      clear(lane);
    }
  }

  @Override
  public int width() {
    return width;
  }

  @Override
  public void put(int lane, Dynamics point, LaneEnds ends, Seen seen) {
    place(lane, point.q(), q);
    place(lane, point.p(), p);
    place(lane, point.e(), e);
    if (shape.theta()) {
      place(lane, point.theta(), coordinates);
    }
    step(lane, point.stepSize());
    affineScale[lane] = point.settings().affineScale;
    floor[lane] = point.settings().guardFloor;
    activations[lane] = 0;
    put(lane, ends);
    leastSeen[lane] = seen.least();
    firstHit[lane] = orInfinity(seen.firstHit());
    settledAt[lane] = orInfinity(seen.settledAt());
    steps[lane] = 0;
    if (noise != null) {
      noise.put(lane, point.noise());
    }
  }

  private void put(int lane, LaneEnds ends) {
    entropy[lane] = ends.entropy();
    mostLoss[lane] = ends.mostLoss();
    stopKl[lane] = ends.stopKl();
    excessBelow[lane] = ends.excessBelow();
    lossBelow[lane] = ends.lossBelow();
  }

  private static double orInfinity(long step) {
    return step == Seen.NEVER ? Double.POSITIVE_INFINITY : step;
  }

  private static long orNever(double step) {
    return step == Double.POSITIVE_INFINITY ? Seen.NEVER : (long) step;
  }

  @Override
  public Seen seen(int lane) {
    return new Seen(leastSeen[lane], orNever(firstHit[lane]), orNever(settledAt[lane]));
  }

  @Override
  public double least(int lane) {
    return least[lane];
  }

  private void step(int lane, double h) {
    stepSize[lane] = h;
    half[lane] = h / 2;
    sixth[lane] = h / 6;
    decay[lane] = Kernels.exp(-h);
  }

  private void place(int lane, double[] from, double[] to) {
    for (int i = 0; i < from.length; i++) {
      to[i * width + lane] = from[i];
    }
  }

  @Override
  public void get(int lane, Dynamics point) {
    take(lane, p, point.p());
    take(lane, e, point.e());
    if (shape.theta()) {
      take(lane, coordinates, point.theta());
    }
    point.movedInLane((long) activations[lane]);
  }

  private void take(int lane, double[] from, double[] to) {
    for (int i = 0; i < to.length; i++) {
      to[i] = from[i * width + lane];
    }
  }

  @Override
  public void clear(int lane) {
    double[] middle = new double[n + 1];
    Arrays.fill(middle, 1.0 / (n + 1));
    place(lane, middle, q);
    place(lane, middle, p);
    place(lane, new double[n + 1], e);
    place(lane, new double[n], coordinates);
    step(lane, 0);
    affineScale[lane] = 1;
    floor[lane] = 0;
    double none = Double.NEGATIVE_INFINITY;
    put(lane, new LaneEnds(0, Double.POSITIVE_INFINITY, none, none, none));
    if (noise != null) {
      noise.put(lane, Noise.NONE);
    }
  }
}
