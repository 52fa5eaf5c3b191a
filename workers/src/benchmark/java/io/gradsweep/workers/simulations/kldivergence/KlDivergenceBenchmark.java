package io.gradsweep.workers.simulations.kldivergence;

import io.gradsweep.results.random.Streams;
import io.gradsweep.results.trial.ParamValue;
import io.gradsweep.results.trial.Trial;
import io.gradsweep.workers.api.Recorder;
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

/** Measures a discrete step of each method, on the authors' problem. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
@State(Scope.Thread)
public class KlDivergenceBenchmark {

  /** Steps between two starts from the same point, so that no benchmark runs at a fixed point. */
  private static final int STEPS = 1000;

  @Param({"gradient theta", "gradient eta", "natural eta"})
  public String method;

  @Param({"10", "100"})
  public int dimension;

  private Settings settings;
  private TargetDistribution target;
  private double[] start;

  @Setup
  public void prepare() {
    String[] words = method.split(" ");
    Map<String, ParamValue> given = new HashMap<>();
    given.put("time_mode", ParamValue.of("discrete"));
    given.put("optimizer", ParamValue.of(words[0]));
    given.put("coordinate_system", ParamValue.of(words[1]));
    given.put("dimension", ParamValue.of(dimension));
    given.put("max_steps", ParamValue.of(STEPS));
    given.put("step_size", ParamValue.of(0.01));
    given.put("step_size_scale", ParamValue.of("best_fixed"));
    Trial trial = new Trial(Spec.SPEC.resolve(given), 18, 0);
    TargetDistribution.TargetSource source =
        new TargetDistribution.TargetSource(trial, new Settings(trial.params()), Streams.of(trial));
    settings = new Settings(trial.params());
    target = source.target();
    start = source.start();
  }

  /** The step alone, the loss once at the end. */
  @Benchmark
  @OperationsPerInvocation(STEPS)
  public double step() {
    Dynamics dynamics = dynamics();
    for (int k = 0; k < STEPS; k++) {
      dynamics.step();
    }
    return Simplex.divergence(target.empirical(), dynamics.e(), dynamics.p());
  }

  /** The step, and the loss at each. */
  @Benchmark
  @OperationsPerInvocation(STEPS)
  public double stepAndLoss() {
    Dynamics dynamics = dynamics();
    double sum = 0;
    for (int k = 0; k < STEPS; k++) {
      dynamics.step();
      sum += Simplex.divergence(target.empirical(), dynamics.e(), dynamics.p());
    }
    return sum;
  }

  private Dynamics dynamics() {
    double stepSize = Theory.of(settings, target).stepSize();
    return new Dynamics(settings, stepSize, target.empirical(), start, Noise.NONE);
  }

  /** A whole run: step, loss, criterion, rates, guard and least probability at every step. */
  @Benchmark
  @OperationsPerInvocation(STEPS)
  public Object run() {
    return new Run(settings, target, start, Noise.NONE, Recorder.none()).runToEnd();
  }
}
