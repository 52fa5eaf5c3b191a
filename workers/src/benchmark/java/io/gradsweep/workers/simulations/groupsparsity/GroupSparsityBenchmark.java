package io.gradsweep.workers.simulations.groupsparsity;

import io.gradsweep.results.random.Streams;
import io.gradsweep.results.trial.ParamValue;
import io.gradsweep.results.trial.Trial;
import io.gradsweep.workers.api.Recorder;
import io.gradsweep.workers.numeric.DenseMatrix;
import io.gradsweep.workers.numeric.DenseMatrix.Op;
import java.nio.DoubleBuffer;
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
 * Measures a step beside its two products with the design, which are 4np operations, alone and in
 * lanes.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
@State(Scope.Thread)
public class GroupSparsityBenchmark {

  private static final int STEPS = 500;
  private static final int LANES = 8;

  @Param({"20 x 30", "150 x 300", "100 x 500"})
  public String shape;

  private Trial trial;
  private Streams streams;
  private Design design;
  private Settings settings;
  private RegressionProblem problem;
  private DesignMatrix x;
  private DenseMatrix dense;
  private double[] overRows;
  private double[] overColumns;
  private double[] product;
  private DoubleBuffer rowsInPlace;
  private DoubleBuffer columnsInPlace;

  @Setup
  public void prepare() {
    String[] sizes = shape.split(" x ");
    int n = Integer.parseInt(sizes[0]);
    int p = Integer.parseInt(sizes[1]);
    trial =
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
    streams = Streams.of(trial);
    settings = new Settings(trial.params());
    design = Design.draw(settings, streams);
    problem = problem();
    x = design.x();
    dense = x.dense();
    overRows = design.normals().clone();
    overColumns = x.byRows().room();
    product = x.byColumns().room();
    rowsInPlace = DenseMatrix.vector(n);
    columnsInPlace = DenseMatrix.vector(p);
    rowsInPlace.put(0, overRows);
  }

  /** Xᵀr and Xw by BLAS alone: the rate of the machine for this work. */
  @Benchmark
  public double productsByBlas() {
    dense.times(Op.TRANSPOSED, rowsInPlace, columnsInPlace);
    dense.times(Op.AS_IS, columnsInPlace, rowsInPlace);
    rowsInPlace.put(0, 1); // so that numbers do not grow
    return columnsInPlace.get(0);
  }

  /** The same in the order of the vectors, as a step makes them. */
  @Benchmark
  public double productsInOrder() {
    x.byRows().sum(overRows, overColumns);
    x.byColumns().sum(overColumns, product);
    return product[0];
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

  /** The same of {@value #LANES} trials on one design, with noise of their own. */
  @Benchmark
  @OperationsPerInvocation(STEPS * LANES)
  public double runInLanes() {
    DescentLanes lanes =
        new DescentLanes(
            LANES, (trial, streams, recorder) -> new Run(settings, problem(), recorder));
    for (int i = 0; i < LANES; i++) {
      lanes.fill(i, trial, streams, Recorder.none());
    }
    for (long made = 0; made < STEPS; ) {
      made += lanes.advance(STEPS - made);
    }
    return lanes.outcome(0).finalError();
  }

  private RegressionProblem problem() {
    return new RegressionProblem(settings, design, streams);
  }
}
