package io.gradsweep.workers.simulations.kldivergence;

import static io.gradsweep.workers.numeric.VectorKernels.SPECIES;
import static io.gradsweep.workers.numeric.VectorKernels.zero;

import java.util.List;
import java.util.stream.Stream;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/**
 * {@link Dynamics} of many trials, a vector's lanes at a time.
 *
 * <p>A step is a list of passes over a vector's rows, chosen once by the shape of the trials. As
 * one call calls them all, none is compiled into another: each stays within the compiler's limits.
 */
final class VectorDynamics extends VectorLanes {

  private interface Pass {
    /**
     * @param at first lane of the vector
     */
    void on(int at);
  }

  /** Makes them; the one class that is loaded by its name. */
  static final class OfShape implements Maker {
    @Override
    public LaneDynamics make(LaneShape shape, int count) {
      return new VectorDynamics(shape, count);
    }
  }

  private final VectorSimplex simplex;

  /** Whether the guard has found something to do in the vector under way. */
  private boolean clamps;

  /** The passes of a step, or of what follows {@link #directions}, up to a divergence if near. */
  private final Pass[] moves;

  /** The passes that give a noisy step's direction. */
  private final Pass[] directions;

  /** The passes of a divergence that is not near. */
  private final Pass[] far;

  VectorDynamics(LaneShape shape, int count) {
    super(shape, count);
    simplex = new VectorSimplex(n, width);
    List<Pass> guard = shape.guard() ? List.of(this::clamp, this::clampSome) : List.of();
    moves = and(step(), guard, measure()).toArray(Pass[]::new);
    directions = noise == null ? new Pass[0] : direction(noise.seen()).toArray(Pass[]::new);
    far = measureFar().toArray(Pass[]::new);
  }

  @Override
  public boolean step(double[] divergences, int from) {
    if (noise != null) {
      noise.see(e);
      run(directions);
      noise.disturb(p, direction);
    }
    run(moves);
    boolean ends = false;
    for (int at = 0; at < width; at += SPECIES.length()) {
      watch(at);
      ends |= ends(at);
    }
    System.arraycopy(divergence, 0, divergences, from, width);
    return ends;
  }

  private void run(Pass[] passes) {
    for (int at = 0; at < width; at += SPECIES.length()) {
      for (Pass pass : passes) {
        pass.on(at);
      }
      if (passes == moves && simplex.isFar(at)) {
        for (Pass pass : far) {
          pass.on(at);
        }
      }
    }
  }

  private List<Pass> step() {
    boolean known = noise == null && seesDirection();
    return switch (shape.integrator()) {
      case EULER ->
          and(
              known || noise != null ? List.of() : direction(e),
              move(coordinates, known ? e : direction, stepSize));
      case RK4 -> rungeKutta();
      case EXACT -> and(List.of(this::decay), refresh());
    };
  }

  private List<Pass> rungeKutta() {
    return and(
        List.of(at -> copy(coordinates, base, at)),
        direction(e),
        List.of(at -> copy(direction, sum, at)),
        stage(half, 2),
        stage(half, 2),
        stage(stepSize, 1),
        move(base, sum, sixth));
  }

  private List<Pass> stage(double[] steps, double weight) {
    return and(move(base, direction, steps), direction(e), List.of(at -> addDirection(weight, at)));
  }

  private List<Pass> move(double[] from, double[] along, double[] steps) {
    return and(List.of(at -> shift(from, along, steps, at)), refresh());
  }

  private List<Pass> refresh() {
    return shape.theta()
        ? List.of(
            at -> simplex.belowMax(coordinates, at),
            at -> simplex.exp(p, at),
            at -> simplex.normalise(q, p, e, least, at))
        : List.of(at -> simplex.closeDeviations(e, at), this::placeDeviations);
  }

  /** Whether the deviations that the gradient sees are the direction. */
  private boolean seesDirection() {
    return shape.natural() != shape.theta() && (shape.natural() || !shape.affine());
  }

  /** See {@code Dynamics.direction}. */
  private List<Pass> direction(double[] deviations) {
    if (seesDirection()) {
      return List.of(at -> copy(deviations, direction, at));
    }
    if (shape.natural() != shape.theta()) {
      return List.of(
          at -> simplex.etaGradient(deviations, q, direction, at), at -> scale(false, at));
    }
    return shape.affine() && !shape.natural()
        ? List.of(
            at -> simplex.etaGradient(deviations, p, scratch, at),
            at -> simplex.fisherTimes(q, scratch, direction, at),
            at -> scale(true, at))
        : List.of(at -> simplex.etaGradient(deviations, p, direction, at));
  }

  private List<Pass> measure() {
    List<Pass> min = shape.theta() ? List.of() : List.of(at -> simplex.min(p, least, at));
    return and(min, List.of(at -> simplex.nearDivergence(q, e, divergence, at)));
  }

  private List<Pass> measureFar() {
    return List.of(
        at -> simplex.arguments(q, e, p, at),
        simplex::split,
        simplex::series,
        at -> simplex.farDivergence(q, e, p, divergence, at));
  }

  @SafeVarargs
  private static List<Pass> and(List<Pass>... passes) {
    return Stream.of(passes).flatMap(List::stream).toList();
  }

  private void copy(double[] from, double[] to, int at) {
    for (int i = at; i < at + n * width; i += width) {
      DoubleVector.fromArray(SPECIES, from, i).intoArray(to, i);
    }
  }

  /** The direction times the affine chart's scale, or divided by it. */
  private void scale(boolean times, int at) {
    DoubleVector c = DoubleVector.fromArray(SPECIES, affineScale, at);
    for (int i = at; i < at + n * width; i += width) {
      DoubleVector d = DoubleVector.fromArray(SPECIES, direction, i);
      (times ? d.mul(c) : d.div(c)).intoArray(direction, i);
    }
  }

  private void shift(double[] from, double[] along, double[] steps, int at) {
    DoubleVector h = DoubleVector.fromArray(SPECIES, steps, at);
    for (int i = at; i < at + n * width; i += width) {
      DoubleVector.fromArray(SPECIES, from, i)
          .sub(h.mul(DoubleVector.fromArray(SPECIES, along, i)))
          .intoArray(coordinates, i);
    }
  }

  private void placeDeviations(int at) {
    for (int i = at; i < at + (n + 1) * width; i += width) {
      DoubleVector.fromArray(SPECIES, q, i)
          .add(DoubleVector.fromArray(SPECIES, e, i))
          .intoArray(p, i);
    }
  }

  private void addDirection(double weight, int at) {
    for (int i = at; i < at + n * width; i += width) {
      DoubleVector.fromArray(SPECIES, sum, i)
          .add(DoubleVector.fromArray(SPECIES, direction, i).mul(weight))
          .intoArray(sum, i);
    }
  }

  private void decay(int at) {
    DoubleVector factor = DoubleVector.fromArray(SPECIES, decay, at);
    for (int i = at; i < at + n * width; i += width) {
      DoubleVector.fromArray(SPECIES, e, i).mul(factor).intoArray(e, i);
    }
  }

  /** See {@code Dynamics.clamp}. */
  private void clamp(int at) {
    DoubleVector least = DoubleVector.fromArray(SPECIES, floor, at);
    DoubleVector sum = zero();
    DoubleVector min = DoubleVector.broadcast(SPECIES, Double.POSITIVE_INFINITY);
    for (int i = at; i < at + n * width; i += width) {
      DoubleVector x = DoubleVector.fromArray(SPECIES, p, i);
      min = min.blend(x, x.compare(VectorOperators.LT, min));
      sum = sum.add(x.blend(least, x.compare(VectorOperators.LT, least)));
    }
    VectorMask<Double> active = min.compare(VectorOperators.LT, least).or(over(sum, least));
    clamps = active.anyTrue();
    if (clamps) {
      sum.intoArray(total, at);
      min.intoArray(lowest, at);
    }
  }

  private static VectorMask<Double> over(DoubleVector total, DoubleVector least) {
    DoubleVector most = DoubleVector.broadcast(SPECIES, 1.0).sub(least);
    return total.compare(VectorOperators.GT, most);
  }

  private void clampSome(int at) {
    if (!clamps) {
      return;
    }
    DoubleVector least = DoubleVector.fromArray(SPECIES, floor, at);
    DoubleVector sum = DoubleVector.fromArray(SPECIES, total, at);
    VectorMask<Double> over = over(sum, least);
    VectorMask<Double> active =
        DoubleVector.fromArray(SPECIES, lowest, at).compare(VectorOperators.LT, least).or(over);
    DoubleVector one = DoubleVector.broadcast(SPECIES, 1.0);
    DoubleVector scale = one.blend(one.div(sum.add(least.mul(n))), over);
    DoubleVector deviations = zero();
    for (int i = at; i < at + n * width; i += width) {
      DoubleVector x = DoubleVector.fromArray(SPECIES, p, i);
      DoubleVector clamped = x.blend(least, x.compare(VectorOperators.LT, least)).mul(scale);
      clamped.intoArray(p, i);
      DoubleVector deviation =
          DoubleVector.fromArray(SPECIES, e, i)
              .blend(clamped.sub(DoubleVector.fromArray(SPECIES, q, i)), active);
      deviation.intoArray(e, i);
      deviations = deviations.add(deviation);
    }
    int end = at + n * width;
    DoubleVector reference = zero().sub(deviations);
    DoubleVector.fromArray(SPECIES, e, end).blend(reference, active).intoArray(e, end);
    DoubleVector.fromArray(SPECIES, p, end)
        .blend(DoubleVector.fromArray(SPECIES, q, end).add(reference), active)
        .intoArray(p, end);
    DoubleVector count = DoubleVector.fromArray(SPECIES, activations, at);
    count.blend(count.add(1), active).intoArray(activations, at);
  }

  /** See {@code Run.notice}. */
  private void watch(int at) {
    DoubleVector excess = DoubleVector.fromArray(SPECIES, divergence, at);
    DoubleVector loss = DoubleVector.fromArray(SPECIES, entropy, at).add(excess);
    VectorMask<Double> meets =
        excess
            .compare(VectorOperators.LT, DoubleVector.fromArray(SPECIES, excessBelow, at))
            .or(loss.compare(VectorOperators.LT, DoubleVector.fromArray(SPECIES, lossBelow, at)));
    DoubleVector step = DoubleVector.fromArray(SPECIES, steps, at).add(1);
    DoubleVector never = DoubleVector.broadcast(SPECIES, Double.POSITIVE_INFINITY);
    DoubleVector first = DoubleVector.fromArray(SPECIES, firstHit, at);
    DoubleVector settled = DoubleVector.fromArray(SPECIES, settledAt, at);
    step.intoArray(steps, at);
    first.min(never.blend(step, meets)).intoArray(firstHit, at);
    never.blend(settled.min(step), meets).intoArray(settledAt, at);
  }

  private boolean ends(int at) {
    DoubleVector excess = DoubleVector.fromArray(SPECIES, divergence, at);
    DoubleVector loss = DoubleVector.fromArray(SPECIES, entropy, at).add(excess);
    DoubleVector most = DoubleVector.fromArray(SPECIES, mostLoss, at);
    DoubleVector stop = DoubleVector.fromArray(SPECIES, stopKl, at);
    boolean ends = excess.compare(VectorOperators.LE, stop).anyTrue();
    ends |= !loss.compare(VectorOperators.LE, most).allTrue();
    DoubleVector smallest = DoubleVector.fromArray(SPECIES, least, at);
    smallest.min(DoubleVector.fromArray(SPECIES, leastSeen, at)).intoArray(leastSeen, at);
    return ends || !shape.theta() && smallest.compare(VectorOperators.LE, 0.0).anyTrue();
  }
}
