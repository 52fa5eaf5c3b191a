package io.gradsweep.workers.simulations.shallowrelu;

import io.gradsweep.results.random.Streams;
import io.gradsweep.results.trial.ParamValue;
import io.gradsweep.results.trial.Trial;
import io.gradsweep.workers.api.Recorder;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
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
 * Measures a step, in the adaptive regime, whose knots rattle at the samples, and in the kernel
 * regime, whose knots stay. A step is about 20 operations a neuron; {@link #multiplyAndAdd} is a
 * plain loop of 20 operations an entry, the machine's rate for such work.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
@State(Scope.Thread)
public class ShallowReluBenchmark {

  private static final int STEPS = 1000;

  @Param({"1", "300"})
  public double ratio;

  @Param({"512", "16384"})
  public int width;

  @Param({"10", "1000"})
  public int samples;

  private Settings settings;
  private Trial trial;
  private ReluNetwork network;
  private TangentKernel kernel;
  private double stepSize;
  private double[] sums;
  private double[] a;
  private double[] b;
  private double[] c;
  private int[] sets;
  private double[] residuals;
  private double[] setSums;
  private double[] lines;
  private double[] oddLines;

  /** A network after the first rush, where most knots have found their place. */
  @Setup
  public void prepare() {
    Map<String, ParamValue> given = new HashMap<>();
    given.put("width", ParamValue.of(width));
    given.put("num_samples", ParamValue.of(samples));
    given.put("cluster_radius", ParamValue.of(0.5 / samples));
    given.put("layer_scale_ratio", ParamValue.of(ratio));
    given.put("max_steps", ParamValue.of(STEPS));
    trial = new Trial(Spec.SPEC.resolve(given), 0, 0);
    settings = new Settings(trial.params());
    network = TrainingProblem.of(settings, Streams.of(trial)).start();
    network.evaluate();
    sums = new double[samples];
    kernel = new TangentKernel(network, false);
    for (int k = 0; k < 5 * STEPS; k++) {
      if (k % 50 == 0) {
        sharpness();
      }
      network.descend(stepSize);
    }
    a = network.a().clone();
    b = network.b().clone();
    c = network.c().clone();
    sets = IntStream.range(0, width).map(network::active).toArray();
    residuals = network.residuals().clone();
    setSums = new double[2 * network.samples().size()];
    lines = new double[setSums.length];
    oddLines = new double[setSums.length];
  }

  /** The step, with its loss. */
  @Benchmark
  @OperationsPerInvocation(STEPS)
  public double step() {
    double sum = 0;
    for (int k = 0; k < STEPS; k++) {
      sum += network.descend(stepSize);
    }
    return sum;
  }

  /** The tangent kernel and its largest eigenvalue, every fifty steps. */
  @Benchmark
  public double sharpness() {
    kernel.refresh();
    double sharpness = kernel.largestEigenvalue();
    stepSize = 0.2 / sharpness;
    return sharpness;
  }

  /** A whole run, start and report included. */
  @Benchmark
  @OperationsPerInvocation(STEPS)
  public Object run() {
    TrainingProblem problem = TrainingProblem.of(settings, Streams.of(trial));
    return new Run(settings, problem, Recorder.none()).runToEnd();
  }

  /** Horner's rule of degree ten at every inner weight, one after the other as a step goes. */
  @Benchmark
  @OperationsPerInvocation(STEPS)
  public double multiplyAndAdd() {
    double sum = 0;
    for (int k = 0; k < STEPS; k++) {
      for (double x : network.a()) {
        double p = x + k;
        for (int d = 0; d < 9; d++) {
          p = p * 0.3 + x;
        }
        sum += p;
      }
    }
    return sum;
  }

  /**
   * The arithmetic and the memory traffic of a step whose active sets are known beforehand, as a C
   * programmer would write it: a gather, a move and a scattered sum a neuron, and the running sums.
   */
  @Benchmark
  @OperationsPerInvocation(STEPS)
  public double gatherAndScatter() {
    ActiveSets points = network.samples();
    double sum = 0;
    for (int k = 0; k < STEPS; k++) {
      points.sumOverPoints(residuals, 1e-12, setSums);
      for (int i = 0; i < width; i++) {
        double rx = setSums[2 * sets[i]];
        double r = setSums[2 * sets[i] + 1];
        double change = a[i] * rx - b[i] * r;
        a[i] -= c[i] * rx;
        b[i] += c[i] * r;
        c[i] -= change;
      }
      Arrays.fill(lines, 0);
      Arrays.fill(oddLines, 0);
      for (int i = 0; i < width; i += 2) {
        lines[2 * sets[i]] += c[i] * a[i];
        lines[2 * sets[i] + 1] += c[i] * b[i];
        oddLines[2 * sets[i + 1]] += c[i + 1] * a[i + 1];
        oddLines[2 * sets[i + 1] + 1] += c[i + 1] * b[i + 1];
      }
      for (int i = 0; i < lines.length; i++) {
        lines[i] += oddLines[i];
      }
      points.sumOverSets(lines, sums);
      for (int j = 0; j < samples; j++) {
        sum += sums[j] * sums[j];
      }
    }
    return sum;
  }

  /** Four passes of two running sums over the samples, each addition waiting for the one before. */
  @Benchmark
  @OperationsPerInvocation(STEPS)
  public double runningSums() {
    double[] x = network.samples().points();
    double total = 0;
    for (int k = 0; k < STEPS; k++) {
      for (int pass = 0; pass < 4; pass++) {
        double p = 0;
        double q = k;
        for (int j = 0; j < x.length; j++) {
          p += x[j];
          q += x[j] * 0.5;
          sums[j] = p * x[j] - q;
        }
        total += sums[x.length - 1];
      }
    }
    return total;
  }
}
