package io.gradsweep.workers.simulations.selfpenalization;

import io.gradsweep.results.random.Streams;
import io.gradsweep.results.trial.ParamValue;
import io.gradsweep.results.trial.Trial;
import io.gradsweep.workers.numeric.CholeskyFactor;
import io.gradsweep.workers.numeric.DenseMatrix;
import java.nio.DoubleBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
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
 * Measures an objective and its gradient, all weights positive, and shows where BLAS and LAPACK
 * gain: the factorisation beside one in plain Java, the products of the gradient beside a
 * matrix-vector one.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
@State(Scope.Thread)
public class SelfPenalizationBenchmark {

  @Param({"16", "100", "400"})
  public int samples;

  @Param("20")
  public int dimension;

  private PairDistances distances;
  private KernelRidge ridge;
  private double[] beta;
  private double[] gradient;
  private double[] pairWeights;
  private DenseMatrix distanceRows;
  private DoubleBuffer pairs;
  private DoubleBuffer products;
  private double[][] kernel;
  private double[][] work;
  private DenseMatrix kernelMatrix;
  private CholeskyFactor factor;

  @Setup
  public void prepare() {
    Map<String, ParamValue> given = new HashMap<>();
    given.put("num_samples", ParamValue.of(samples));
    given.put("dimension", ParamValue.of(dimension));
    Trial trial = new Trial(Spec.SPEC.resolve(given), 18, 0);
    Settings settings = new Settings(trial.params());
    RegressionData data = RegressionData.training(settings, Streams.of(trial));
    distances = new PairDistances(data.columns(), 1);
    ridge = new KernelRidge(distances, data.y(), settings.ridge, Profile.EXP);
    beta = new double[dimension];
    Arrays.fill(beta, 0.5 / dimension);
    gradient = new double[dimension];
    ridge.objective(beta);
    prepareComparisons(settings.ridge);
  }

  private void prepareComparisons(double lambda) {
    pairWeights = new double[distances.pairs()];
    distances.weighted(beta, pairWeights);
    distanceRows = new DenseMatrix(dimension, distances.pairs());
    for (int l = 0; l < dimension; l++) {
      double[] unit = new double[dimension];
      unit[l] = 1;
      double[] row = new double[distances.pairs()];
      distances.weighted(unit, row);
      distanceRows.writeRow(l, row);
    }
    pairs = DenseMatrix.vector(distances.pairs());
    pairs.put(0, pairWeights);
    products = DenseMatrix.vector(dimension);
    kernel = new double[samples][samples];
    work = new double[samples][samples];
    int pair = 0;
    for (int i = 0; i < samples; i++) {
      kernel[i][i] = 1 + samples * lambda;
      for (int j = i + 1; j < samples; j++) {
        kernel[i][j] = Profile.EXP.at(pairWeights[pair++]);
        kernel[j][i] = kernel[i][j];
      }
    }
    kernelMatrix = DenseMatrix.of(kernel);
    factor = new CholeskyFactor(samples);
  }

  @Benchmark
  public double objective() {
    return ridge.objective(beta);
  }

  @Benchmark
  public double[] gradient() {
    ridge.gradient(gradient);
    return gradient;
  }

  /** The gradient's sums over pairs alone: one matrix-vector product of BLAS. */
  @Benchmark
  public DoubleBuffer productsByBlas() {
    pairs.put(0, pairWeights);
    distanceRows.times(DenseMatrix.Op.AS_IS, pairs, products);
    return products;
  }

  @Benchmark
  public CholeskyFactor factorisation() {
    factor.factorise(kernelMatrix);
    return factor;
  }

  /** The factorisation in plain Java, row by row. */
  @Benchmark
  public double[][] factorisationInJava() {
    for (int i = 0; i < samples; i++) {
      for (int j = 0; j <= i; j++) {
        double sum = kernel[i][j];
        for (int k = 0; k < j; k++) {
          sum -= work[i][k] * work[j][k];
        }
        work[i][j] = i == j ? Math.sqrt(sum) : sum / work[j][j];
      }
    }
    return work;
  }
}
