package io.gradsweep.workers.simulations.deepequilibrium;

import io.gradsweep.results.random.RandomStream;
import io.gradsweep.results.random.Streams;
import io.gradsweep.workers.numeric.DenseMatrix;
import io.gradsweep.workers.numeric.DenseMatrix.Op;
import java.util.Arrays;
import java.util.Optional;

/**
 * The samples of one trial. They do not depend on γ, model or method, so these are compared on the
 * same data and from the same start.
 *
 * @param phi Φ, m x n
 * @param y m_y x n: targets; for classification ±1, or a one in the row of the class
 * @param teacher W*, m_y x m; empty for labels that are noise
 * @param testPhi features of the test set, m x n_test; empty for none
 * @param testY as y
 */
record Data(
    DenseMatrix phi,
    double[] y,
    Optional<DenseMatrix> teacher,
    Optional<DenseMatrix> testPhi,
    double[] testY) {

  static Data draw(Settings s, Streams streams) {
    Features features = Features.draw(s, shaped(streams, "features"));
    DenseMatrix phi = features.draw(shaped(streams, "design"), s.samples);
    Optional<DenseMatrix> teacher = Teachers.draw(s, streams);
    double[] y = labels(s, teacher, phi, streams.perReplicate("noise", Inputs.OUTPUT_DIMENSION));
    if (s.testSamples == 0) {
      return new Data(phi, y, teacher, Optional.empty(), new double[0]);
    }
    DenseMatrix testPhi = features.draw(shaped(streams, "test_design"), s.testSamples);
    RandomStream testNoise = streams.perReplicate("test_noise", Inputs.OUTPUT_DIMENSION);
    double[] testY = labels(s, teacher, testPhi, testNoise);
    return new Data(phi, y, teacher, Optional.of(testPhi), testY);
  }

  private static RandomStream shaped(Streams streams, String purpose) {
    return streams.perReplicate(purpose, Inputs.WIDTH, Inputs.DIMENSION, Inputs.FEATURE_MAP);
  }

  int samples() {
    return phi.columns();
  }

  /** Returns the teacher's outputs with noise; for classification, the classes of these outputs. */
  private static double[] labels(
      Settings s, Optional<DenseMatrix> teacher, DenseMatrix phi, RandomStream noise) {
    int n = phi.columns();
    DenseMatrix outputs = new DenseMatrix(s.outputs, n);
    teacher.ifPresent(w -> outputs.setProduct(1, w, Op.AS_IS, phi, Op.AS_IS, 0));
    double deviation = teacher.isPresent() ? s.noise : 1;
    double[] y = new double[s.outputs * n];
    outputs.read(y);
    for (int i = 0;
        i < n;
        i++) { // sample by sample, so that a larger set begins with a smaller one
      for (int a = 0; a < s.outputs; a++) {
        y[a * n + i] += deviation * noise.nextGaussian();
      }
    }
    switch (s.loss) {
      case SQUARED -> {}
      case LOGISTIC -> {
        for (int i = 0; i < n; i++) {
          y[i] = y[i] < 0 ? -1 : 1;
        }
      }
      case CROSS_ENTROPY -> oneHot(y, s.outputs, n);
    }
    return y;
  }

  private static void oneHot(double[] y, int classes, int n) {
    for (int i = 0; i < n; i++) {
      int best = OutputLoss.largest(y, classes, n, i);
      for (int a = 0; a < classes; a++) {
        y[a * n + i] = a == best ? 1 : 0;
      }
    }
  }

  /** The feature map phi: the identity, or x ↦ √(2/d) max(0, Vx) with standard normal V. */
  private record Features(int width, int dimension, Optional<DenseMatrix> v) {

    static Features draw(Settings s, RandomStream random) {
      Optional<DenseMatrix> v =
          s.reluFeatures
              ? Optional.of(Teachers.gaussian(random, s.width, s.dimension, 1))
              : Optional.empty();
      return new Features(s.width, s.dimension, v);
    }

    DenseMatrix draw(RandomStream random, int n) {
      DenseMatrix x = new DenseMatrix(dimension, n);
      for (int i = 0; i < n; i++) {
        for (int k = 0; k < dimension; k++) {
          x.set(k, i, random.nextGaussian());
        }
      }
      if (v.isEmpty()) {
        return x;
      }
      DenseMatrix phi = new DenseMatrix(width, n);
      phi.setProduct(Math.sqrt(2.0 / dimension), v.get(), Op.AS_IS, x, Op.AS_IS, 0);
      for (int k = 0; k < width; k++) {
        for (int i = 0; i < n; i++) {
          phi.set(k, i, Math.max(0, phi.get(k, i)));
        }
      }
      return phi;
    }
  }

  /** Draws teachers W*. Entries have variance 1/m for all kinds except the implicit one. */
  static final class Teachers {

    private Teachers() {}

    static Optional<DenseMatrix> draw(Settings s, Streams streams) {
      int m = s.width;
      RandomStream random = streams.perReplicate("teacher", Inputs.WIDTH, Inputs.OUTPUT_DIMENSION);
      double scale = 1 / Math.sqrt(m);
      return switch (s.teacher) {
        case NOISE_LABELS -> Optional.empty();
        case LINEAR_ISO -> Optional.of(gaussian(random, s.outputs, m, scale));
        case ONES -> Optional.of(constant(s.outputs, m, scale));
        case DEQ -> Optional.of(implicit(random, s, scale));
      };
    }

    private static DenseMatrix constant(int rows, int columns, double value) {
      DenseMatrix w = new DenseMatrix(rows, columns);
      double[] row = new double[columns];
      Arrays.fill(row, value);
      for (int a = 0; a < rows; a++) {
        w.writeRow(a, row);
      }
      return w;
    }

    private static DenseMatrix implicit(RandomStream random, Settings s, double scale) {
      ImplicitLayer layer = new ImplicitLayer(s.width, s.teacherGamma);
      double[] a = new double[s.width * s.width];
      for (int i = 0; i < a.length; i++) {
        a[i] = random.nextGaussian();
      }
      DenseMatrix w = gaussian(random, s.outputs, s.width, scale);
      layer.set(a, 0);
      layer.timesInverse(w);
      return w;
    }

    static DenseMatrix gaussian(RandomStream random, int rows, int columns, double scale) {
      DenseMatrix matrix = new DenseMatrix(rows, columns);
      for (int i = 0; i < rows; i++) {
        for (int j = 0; j < columns; j++) {
          matrix.set(i, j, scale * random.nextGaussian());
        }
      }
      return matrix;
    }
  }
}
