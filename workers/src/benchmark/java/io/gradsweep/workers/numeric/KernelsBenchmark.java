package io.gradsweep.workers.numeric;

import io.gradsweep.results.random.RandomStream;
import io.gradsweep.results.random.Streams;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Measures an exponential: one after the other, and in runs. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
@State(Scope.Thread)
public class KernelsBenchmark {

  private static final int NUMBERS = 4096;

  private final double[] from = new double[NUMBERS];
  private final double[] to = new double[NUMBERS];
  private final ArrayExp exp = new ArrayExp();

  @Setup
  public void draw() {
    RandomStream random = Streams.ofSweep(1, "kernels-benchmark");
    for (int i = 0; i < NUMBERS; i++) {
      from[i] = 5 * random.nextGaussian();
    }
  }

  /** Copies alone, which the others make too. */
  @Benchmark
  @OperationsPerInvocation(NUMBERS)
  public double[] copies() {
    System.arraycopy(from, 0, to, 0, NUMBERS);
    return to;
  }

  @Benchmark
  @OperationsPerInvocation(NUMBERS)
  public double[] oneByOne() {
    System.arraycopy(from, 0, to, 0, NUMBERS);
    for (int i = 0; i < NUMBERS; i++) {
      to[i] = Kernels.exp(to[i]);
    }
    return to;
  }

  @Benchmark
  @OperationsPerInvocation(NUMBERS)
  public double[] inRuns() {
    System.arraycopy(from, 0, to, 0, NUMBERS);
    exp.replace(to, 0, NUMBERS);
    return to;
  }
}
