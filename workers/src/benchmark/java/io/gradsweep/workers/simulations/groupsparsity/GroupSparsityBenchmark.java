package io.gradsweep.workers.simulations.groupsparsity;

import io.gradsweep.results.random.Streams;
import io.gradsweep.results.trial.ParamValue;
import io.gradsweep.results.trial.Trial;
import io.gradsweep.workers.api.Recorder;
import io.gradsweep.workers.numeric.DenseMatrix;
import io.gradsweep.workers.numeric.DenseMatrix.Op;
import java.nio.DoubleBuffer;
import java.util.Arrays;
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
 * Measures a step beside its two products with the design, which are 4np operations, and what these
 * cost in plain Java.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
@State(Scope.Thread)
public class GroupSparsityBenchmark {

  private static final int STEPS = 500;

  @Param({"20 x 30", "150 x 300", "100 x 500"})
  public String shape;

  private Settings settings;
  private RegressionProblem problem;
  private DenseMatrix x;
  private double[] plain;
  private double[] overRows;
  private double[] overColumns;
  private DoubleBuffer rowsInPlace;
  private DoubleBuffer columnsInPlace;

  @Setup
  public void prepare() {
    String[] sizes = shape.split(" x ");
    int n = Integer.parseInt(sizes[0]);
    int p = Integer.parseInt(sizes[1]);
    Trial trial =
        new Trial(
            Spec.SPEC.resolve(
                Map.of(
                    "algorithm", ParamValue.of("alg1"),
                    "num_samples", ParamValue.of(n),
                    "dimension", ParamValue.of(p),
                    "group_size", ParamValue.of(p == 500 ? 4 : 3),
                    "max_steps", ParamValue.of(STEPS))),
            18,
            0);
    Streams streams = Streams.of(trial);
    settings = new Settings(trial.params());
    Design design = Design.draw(settings, streams);
    problem = new RegressionProblem(settings, design, streams);
    x = design.x();
    plain = new double[n * p];
    x.read(plain);
    overRows = design.normals().clone();
    overColumns = new double[p];
    rowsInPlace = DenseMatrix.vector(n);
    columnsInPlace = DenseMatrix.vector(p);
    rowsInPlace.put(0, overRows);
  }

  /** Xᵀr and Xw by BLAS alone: the rate of the machine for this work. */
  @Benchmark
  public double productsByBlas() {
    x.times(Op.TRANSPOSED, rowsInPlace, columnsInPlace);
    x.times(Op.AS_IS, columnsInPlace, rowsInPlace);
    rowsInPlace.put(0, 1); // so that numbers do not grow
    return columnsInPlace.get(0);
  }

  /** The same as simple loops. */
  @Benchmark
  public double productsByLoops() {
    int p = overColumns.length;
    Arrays.fill(overColumns, 0);
    for (int i = 0; i < overRows.length; i++) {
      double r = overRows[i];
      int row = i * p;
      for (int j = 0; j < p; j++) {
        overColumns[j] += r * plain[row + j];
      }
    }
    double total = 0;
    for (int i = 0; i < overRows.length; i++) {
      total += dot(i * p, p);
    }
    return total;
  }

  private double dot(int row, int p) {
    double a = 0;
    double b = 0;
    double c = 0;
    double d = 0;
    int j = 0;
    for (; j + 3 < p; j += 4) {
      a += plain[row + j] * overColumns[j];
      b += plain[row + j + 1] * overColumns[j + 1];
      c += plain[row + j + 2] * overColumns[j + 2];
      d += plain[row + j + 3] * overColumns[j + 3];
    }
    for (; j < p; j++) {
      a += plain[row + j] * overColumns[j];
    }
    return a + b + (c + d);
  }

  /** Steps of Algorithm 1 alone. */
  @Benchmark
  @OperationsPerInvocation(STEPS)
  public double step() {
    Estimator method = Estimator.of(settings, problem);
    for (int k = 0; k < STEPS; k++) {
      method.step();
    }
    return method.weights()[0];
  }

  /** A whole run: errors, validation, windows and growth at every step. */
  @Benchmark
  @OperationsPerInvocation(STEPS)
  public Object run() {
    return new Run(settings, problem, Recorder.none()).runToEnd();
  }
}
