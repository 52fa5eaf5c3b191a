package io.gradsweep.workers.simulations.groupsparsity;

import io.gradsweep.results.random.RandomStream;
import io.gradsweep.results.random.Streams;
import io.gradsweep.workers.api.Vectors;
import io.gradsweep.workers.numeric.DenseMatrix;
import io.gradsweep.workers.numeric.DenseMatrix.Op;
import java.nio.DoubleBuffer;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Measures the products of a step, X w and Xᵀ r, of all trials that share a design: for one trial
 * after the other, and for all of them at once.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 2, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 3, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Fork(1)
@State(Scope.Thread)
public class SharedDesignBenchmark {

  @Param({"20 x 30", "150 x 300", "100 x 500", "200 x 1000"})
  public String shape;

  @Param({"2", "4", "8", "16", "32"})
  public int trials;

  private DenseMatrix x;
  private DoubleBuffer[] weights;
  private DoubleBuffer rows;
  private DoubleBuffer columns;
  private DenseMatrix allWeights;
  private DenseMatrix allRows;
  private DenseMatrix allColumns;
  private DesignMatrix design;
  private LaneSums sums;
  private double[][] inLanes;
  private double[][] rowsInLanes;
  private double[][] columnsInLanes;

  @Setup
  public void prepare() {
    String[] sizes = shape.split(" x ");
    int n = Integer.parseInt(sizes[0]);
    int p = Integer.parseInt(sizes[1]);
    RandomStream random = Streams.ofSweep(18, "benchmark");
    x = new DenseMatrix(n, p);
    fill(x, random);
    allWeights = new DenseMatrix(trials, p);
    fill(allWeights, random);
    allRows = new DenseMatrix(trials, n);
    allColumns = new DenseMatrix(trials, p);
    weights = new DoubleBuffer[trials];
    double[] row = new double[p];
    for (int i = 0; i < trials; i++) {
      allWeights.readRow(i, row);
      weights[i] = DenseMatrix.vector(p);
      weights[i].put(0, row);
    }
    prepareLanes();
    rows = DenseMatrix.vector(n);
    columns = DenseMatrix.vector(p);
  }

  private void prepareLanes() {
    design = new DesignMatrix(x.rows(), x.columns());
    double[] row = new double[x.columns()];
    for (int i = 0; i < x.rows(); i++) {
      x.readRow(i, row);
      design.setRow(i, row);
    }
    sums = Vectors.make(LaneSums.class, DescentLanes.VECTORS);
    inLanes = new double[trials][x.columns()];
    for (int i = 0; i < trials; i++) {
      allWeights.readRow(i, inLanes[i]);
    }
    rowsInLanes = rooms(design.byColumns());
    columnsInLanes = rooms(design.byRows());
  }

  private double[][] rooms(WeightedSums of) {
    return Stream.generate(of::room).limit(trials).toArray(double[][]::new);
  }

  private static void fill(DenseMatrix matrix, RandomStream random) {
    for (int i = 0; i < matrix.rows(); i++) {
      for (int j = 0; j < matrix.columns(); j++) {
        matrix.set(i, j, random.nextGaussian());
      }
    }
  }

  @Benchmark
  public double blasOneAfterTheOther() {
    for (DoubleBuffer w : weights) {
      x.times(Op.AS_IS, w, rows);
      x.times(Op.TRANSPOSED, rows, columns);
    }
    return columns.get(0);
  }

  /** Weights and residuals of a trial are a row: as columns they take up to twice as long. */
  @Benchmark
  public double blasAtOnce() {
    allRows.setProduct(1, allWeights, Op.AS_IS, x, Op.TRANSPOSED, 0);
    allColumns.setProduct(1, allRows, Op.AS_IS, x, Op.AS_IS, 0);
    return allColumns.get(0, 0);
  }

  @Benchmark
  public double lanes() {
    sums.sum(design.byColumns().vectors(), inLanes, rowsInLanes, trials);
    sums.sum(design.byRows().vectors(), rowsInLanes, columnsInLanes, trials);
    return columnsInLanes[0][0];
  }
}
