package io.gradsweep.workers.simulations.kldivergence;

import io.gradsweep.results.trial.ParamValue;
import io.gradsweep.results.trial.Params;
import io.gradsweep.results.trial.Trial;
import io.gradsweep.results.trial.TrialId;
import io.gradsweep.results.trial.TrialIds;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Measures the id of a trial whose step size is another one than the last trial's. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
@State(Scope.Thread)
public class TrialIdBenchmark {

  private static final int STEP_SIZES = 1000;

  private final TrialIds ids = new TrialIds();
  private final ParamValue[] stepSizes = new ParamValue[STEP_SIZES];
  private Params template;
  private int[] axis;
  private int number;

  @Setup
  public void prepare() {
    template =
        Spec.SPEC.resolve(
            Map.of("time_mode", ParamValue.of("discrete"), "optimizer", ParamValue.of("gradient")));
    axis = new int[] {Spec.SPEC.parameterIndex("step_size")};
    for (int i = 0; i < STEP_SIZES; i++) {
      stepSizes[i] = ParamValue.of((i + 1) / 1000.0);
    }
  }

  private Trial next() {
    number++;
    ParamValue[] values = {stepSizes[number % STEP_SIZES]};
    return new Trial(template.with(axis, values), 18, number / STEP_SIZES);
  }

  /** In the order of a plan. */
  @Benchmark
  public TrialId oneAfterAnother() {
    return ids.of(next());
  }

  @Benchmark
  public TrialId alone() {
    return next().id();
  }
}
