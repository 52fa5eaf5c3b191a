package io.gradsweep.workers.api;

import io.gradsweep.results.outcome.RateEstimate;
import java.util.SplittableRandom;
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

/** Measures a rate of 100 points: collected, and estimated. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
@State(Scope.Thread)
public class RateFitBenchmark {

  private static final int POINTS = 100;

  private final double[] errors = new double[POINTS];

  /** An exponential with a little noise: a line, without doubt. */
  @Setup
  public void prepare() {
    SplittableRandom random = new SplittableRandom(18);
    for (int i = 0; i < POINTS; i++) {
      errors[i] = StrictMath.exp(-0.1 * i) * (1 + 0.01 * random.nextDouble());
    }
  }

  @Benchmark
  public RateEstimate hundredPoints() {
    RateFit fit = RateFit.whole();
    for (int step = 0; step < POINTS; step++) {
      if (fit.wants(step)) {
        fit.add(step, errors[step]);
      }
    }
    return fit.estimate();
  }
}
