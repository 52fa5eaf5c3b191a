package io.gradsweep.workers.simulations.groupsparsity;

import io.gradsweep.results.random.RandomStream;
import io.gradsweep.results.random.Streams;
import io.gradsweep.results.trial.Params;
import io.gradsweep.results.trial.Trial;
import io.gradsweep.workers.api.NumericalBreakdown;
import io.gradsweep.workers.numeric.CholeskyFactor;
import io.gradsweep.workers.numeric.DenseMatrix;
import io.gradsweep.workers.numeric.DenseMatrix.Op;
import io.gradsweep.workers.numeric.SymmetricEigen;
import java.nio.DoubleBuffer;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The design that all trials of a replicate share, whatever their algorithm, step sizes and noise:
 * the matrices of training and validation, standard normals that a trial scales to its noise, and
 * the expensive factors of X. A design of fewer samples is the first rows of a larger one. Safe for
 * several threads.
 */
final class Design {

  /** Most entries of the training matrix. */
  static final long MOST_ENTRIES = 1 << 24;

  private final DesignMatrix x;
  private final DesignMatrix validation;
  private final double[] normals;
  private final double[] validationNormals;
  private Optional<CholeskyFactor> factor;
  private double spectralNorm = Double.NaN;

  private Design(
      DesignMatrix x, DesignMatrix validation, double[] normals, double[] validationNormals) {
    this.x = x;
    this.validation = validation;
    this.normals = normals;
    this.validationNormals = validationNormals;
  }

  /** All that decides the design; equal keys have equal designs. */
  static Object key(Trial trial) {
    Params params = trial.params();
    return Arrays.asList(
        trial.seed(),
        trial.replicate(),
        params.value(Inputs.NUM_SAMPLES),
        params.value(Inputs.DIMENSION),
        params.value(Inputs.DESIGN));
  }

  /** Draws n rows for training and n/3 (at least one) for validation, from separate streams. */
  static Design draw(Settings settings, Streams streams) {
    int n = settings.samples;
    int m = Math.max(1, n / 3);
    return new Design(
        matrix(settings, n, streams.perReplicate("design", Inputs.DIMENSION, Inputs.DESIGN)),
        matrix(
            settings,
            m,
            streams.perReplicate("validation_design", Inputs.DIMENSION, Inputs.DESIGN)),
        normals(n, streams.perReplicate("noise")),
        normals(m, streams.perReplicate("validation_noise")));
  }

  private static DesignMatrix matrix(Settings settings, int rows, RandomStream random) {
    DesignMatrix matrix = new DesignMatrix(rows, settings.dimension);
    double[] row = new double[settings.dimension];
    for (int i = 0; i < rows; i++) {
      if (settings.gaussian) {
        fillNormals(row, random);
      } else {
        fillSigns(row, random);
      }
      matrix.setRow(i, row);
    }
    return matrix;
  }

  /** Takes one bit per entry, the lowest first; each row starts with a new word. */
  private static void fillSigns(double[] row, RandomStream random) {
    long bits = 0;
    for (int j = 0; j < row.length; j++) {
      bits = j % Long.SIZE == 0 ? random.nextLong() : bits >>> 1;
      row[j] = (bits & 1) == 0 ? -1 : 1;
    }
  }

  private static void fillNormals(double[] out, RandomStream random) {
    for (int i = 0; i < out.length; i++) {
      out[i] = random.nextGaussian();
    }
  }

  private static double[] normals(int count, RandomStream random) {
    double[] out = new double[count];
    fillNormals(out, random);
    return out;
  }

  DesignMatrix x() {
    return x;
  }

  DesignMatrix validation() {
    return validation;
  }

  double[] normals() {
    return normals;
  }

  double[] validationNormals() {
    return validationNormals;
  }

  /** Number of numbers held in memory. */
  long entries() {
    return 2L * (x.rows() + validation.rows()) * x.columns(); // by rows and by columns
  }

  double[][] rows() {
    return IntStream.range(0, x.rows()).mapToObj(x::row).toArray(double[][]::new);
  }

  /** ‖X‖₂. */
  synchronized double spectralNorm() {
    if (Double.isNaN(spectralNorm)) {
      DenseMatrix gram = gram();
      double[][] rows = new double[gram.rows()][gram.rows()];
      for (int i = 0; i < rows.length; i++) {
        gram.readRow(i, rows[i]);
      }
      double[] values = SymmetricEigen.values(rows);
      spectralNorm = Math.sqrt(values[values.length - 1]);
    }
    return spectralNorm;
  }

  /** XXᵀ or XᵀX, whichever is smaller. */
  private DenseMatrix gram() {
    boolean wide = x.rows() < x.columns();
    DenseMatrix dense = x.dense();
    DenseMatrix gram = new DenseMatrix(size(), size());
    gram.setProduct(
        1, dense, wide ? Op.AS_IS : Op.TRANSPOSED, dense, wide ? Op.TRANSPOSED : Op.AS_IS, 0);
    return gram;
  }

  private int size() {
    return Math.min(x.rows(), x.columns());
  }

  /**
   * The solution of least norm of min ‖Xw - y‖, p entries; empty if X does not have full rank, up
   * to rounding.
   */
  synchronized Optional<double[]> minNormSolution(double[] y) {
    if (factor == null) {
      factor = factorised();
    }
    return factor.map(f -> minNormSolution(f, y));
  }

  private Optional<CholeskyFactor> factorised() {
    try {
      CholeskyFactor made = new CholeskyFactor(size());
      made.factorise(gram());
      return Optional.of(made);
    } catch (NumericalBreakdown e) {
      return Optional.empty();
    }
  }

  private double[] minNormSolution(CholeskyFactor gram, double[] y) {
    boolean wide = x.rows() < x.columns();
    double[] overRows = y.clone();
    if (wide) {
      solve(gram, overRows);
    }
    double[] room = x.byRows().room();
    x.byRows().sum(overRows, room);
    double[] w = Arrays.copyOf(room, x.columns());
    if (!wide) {
      solve(gram, w);
    }
    return w;
  }

  private static void solve(CholeskyFactor factor, double[] b) {
    DoubleBuffer buffer = DenseMatrix.vector(b.length);
    buffer.put(0, b);
    factor.solve(buffer);
    buffer.get(0, b);
  }
}
