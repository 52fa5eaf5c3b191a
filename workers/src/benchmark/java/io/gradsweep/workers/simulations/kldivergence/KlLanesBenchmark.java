package io.gradsweep.workers.simulations.kldivergence;

import io.gradsweep.results.random.Streams;
import io.gradsweep.results.trial.ParamValue;
import io.gradsweep.results.trial.Trial;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Measures a step of one trial with its loss and its least probability, alone and in lanes: 100
 * steps from a start, or as many near the optimum, where a logarithm takes its short form.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
@State(Scope.Thread)
public class KlLanesBenchmark {

  private static final int LANES = 32;
  private static final int STEPS = 100;
  private static final int STEPS_TO_NEAR = 20_000;

  private static final LaneEnds ENDS =
      new LaneEnds(0, Double.POSITIVE_INFINITY, Double.NaN, Double.NaN, Double.NaN);

  private static final Seen NOTHING_SEEN =
      new Seen(Double.POSITIVE_INFINITY, Seen.NEVER, Seen.NEVER);

  @Param({"gradient theta", "natural theta", "gradient eta", "natural eta"})
  public String method;

  @Param({"near", "far"})
  public String start;

  private final Dynamics[] points = new Dynamics[LANES];
  private final double[] divergence = new double[LANES];
  private Dynamics alone;
  private LaneDynamics lanes;

  @Setup
  public void prepare() {
    lanes = KlLanes.dynamics(LaneShape.of(trial(0).params()).orElseThrow(), LANES);
    for (int i = 0; i < LANES; i++) {
      points[i] = dynamics(trial(i));
    }
    alone = dynamics(trial(0));
  }

  private Trial trial(int replicate) {
    String[] words = method.split(" ");
    Map<String, ParamValue> given = new HashMap<>();
    given.put("time_mode", ParamValue.of("discrete"));
    given.put("optimizer", ParamValue.of(words[0]));
    given.put("coordinate_system", ParamValue.of(words[1]));
    given.put("step_size", ParamValue.of(0.1));
    given.put("step_size_scale", ParamValue.of("best_fixed"));
    return new Trial(Spec.SPEC.resolve(given), 18, replicate);
  }

  private Dynamics dynamics(Trial trial) {
    Settings settings = new Settings(trial.params());
    TargetDistribution.TargetSource source =
        new TargetDistribution.TargetSource(trial, settings, Streams.of(trial));
    TargetDistribution target = source.target();
    double stepSize = Theory.of(settings, target).stepSize();
    Dynamics dynamics =
        new Dynamics(settings, stepSize, target.empirical(), source.start(), Noise.NONE);
    for (int k = 0; start.equals("near") && k < STEPS_TO_NEAR; k++) {
      dynamics.step();
    }
    return dynamics;
  }

  @Benchmark
  @OperationsPerInvocation(STEPS * LANES)
  public double inLanes() {
    for (int i = 0; i < LANES; i++) {
      lanes.put(i, points[i], ENDS, NOTHING_SEEN);
    }
    for (int k = 0; k < STEPS; k++) {
      lanes.step(divergence, 0);
    }
    return divergence[0];
  }

  @Benchmark
  @OperationsPerInvocation(STEPS * LANES)
  public double alone() {
    double sum = 0;
    for (Dynamics point : points) {
      copy(point, alone);
      for (int k = 0; k < STEPS; k++) {
        alone.step();
        sum += Simplex.min(alone.p()) + Simplex.divergence(alone.q(), alone.e(), alone.p());
      }
    }
    return sum;
  }

  private static void copy(Dynamics from, Dynamics to) {
    System.arraycopy(from.p(), 0, to.p(), 0, from.p().length);
    System.arraycopy(from.e(), 0, to.e(), 0, from.e().length);
    System.arraycopy(from.theta(), 0, to.theta(), 0, from.theta().length);
  }
}
