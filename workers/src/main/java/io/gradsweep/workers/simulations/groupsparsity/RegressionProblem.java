package io.gradsweep.workers.simulations.groupsparsity;

import io.gradsweep.results.random.RandomStream;
import io.gradsweep.results.random.Streams;
import io.gradsweep.workers.api.NumericalBreakdown;
import io.gradsweep.workers.numeric.CholeskyFactor;
import io.gradsweep.workers.numeric.DenseMatrix;
import io.gradsweep.workers.numeric.DenseMatrix.Op;
import java.nio.DoubleBuffer;
import java.util.Arrays;
import java.util.OptionalDouble;

/**
 * One trial's data y = Xw* + noise on its replicate's design, and the errors that are known before
 * the trial.
 */
final class RegressionProblem {

  private final Settings settings;
  private final Design design;
  private final double[] startDirection;
  private final double[] truth;
  private final LeastSquares training;
  private final LeastSquares validation;
  private final double oracleError;

  RegressionProblem(Settings settings, Design design, Streams streams) {
    this.settings = settings;
    this.design = design;
    startDirection = startDirection(settings, streams);
    truth = new double[settings.dimension];
    Arrays.setAll(truth, settings::truth);
    training = observed(design.x(), design.normals());
    validation = observed(design.validation(), design.validationNormals());
    oracleError = oracleError();
  }

  private LeastSquares observed(DesignMatrix x, double[] normals) {
    double[] y = signal(x);
    for (int i = 0; i < y.length; i++) {
      y[i] += settings.noise * normals[i];
    }
    return new LeastSquares(x, y);
  }

  /** X w*. */
  private double[] signal(DesignMatrix x) {
    double[] out = new double[x.rows()];
    for (int i = 0; i < out.length; i++) {
      for (int j = 0; j < settings.support(); j++) {
        out[i] += x.get(i, j) * truth[j];
      }
    }
    return out;
  }

  private static double[] startDirection(Settings settings, Streams streams) {
    int g = settings.groupSize;
    double[] v = new double[settings.dimension];
    if (!settings.randomInit) {
      Arrays.fill(v, 1 / Math.sqrt(g));
      return v;
    }
    RandomStream random = streams.perReplicate("init", Inputs.DIMENSION, Inputs.GROUP_SIZE);
    for (int i = 0; i < v.length; i++) {
      v[i] = random.nextGaussian();
    }
    for (int l = 0; l * g < v.length; l++) {
      double norm = GroupThreshold.norm(v, l, g);
      for (int i = l * g; i < (l + 1) * g; i++) {
        v[i] /= norm;
      }
    }
    return v;
  }

  /**
   * ‖ŵ - w*‖² of least squares on the true support: (X_SᵀX_S)⁻¹ X_Sᵀ of the noise, which scales
   * with the noise to rounding. NaN if the columns of the support are linearly dependent.
   */
  private double oracleError() {
    int k = settings.support();
    int n = settings.samples;
    DenseMatrix onSupport = new DenseMatrix(n, k);
    DoubleBuffer noise = DenseMatrix.vector(n);
    for (int i = 0; i < n; i++) {
      onSupport.writeRow(i, design.x().row(i));
      noise.put(i, settings.noise * design.normals()[i]);
    }
    DenseMatrix gram = new DenseMatrix(k, k);
    gram.setProduct(1, onSupport, Op.TRANSPOSED, onSupport, Op.AS_IS, 0);
    CholeskyFactor factor = new CholeskyFactor(k);
    try {
      factor.factorise(gram);
    } catch (NumericalBreakdown e) {
      return Double.NaN;
    }
    DoubleBuffer error = DenseMatrix.vector(k);
    onSupport.times(Op.TRANSPOSED, noise, error);
    factor.solve(error);
    double square = 0;
    for (int j = 0; j < k; j++) {
      square += error.get(j) * error.get(j);
    }
    return square;
  }

  LeastSquares training() {
    return training;
  }

  LeastSquares validation() {
    return validation;
  }

  /** w*, p entries. */
  double[] truth() {
    return truth;
  }

  double[] startDirection() {
    return startDirection;
  }

  /** ‖ŵ - w*‖² of least squares on the true support; NaN if that is not unique. */
  double oracle() {
    return oracleError;
  }

  double spectralNorm() {
    return design.spectralNorm();
  }

  double[][] rows() {
    return design.rows();
  }

  /** ‖ŵ - w*‖² of the least-squares solution of least norm; empty for a singular design. */
  OptionalDouble minNormError() {
    return design.minNormSolution(training.y()).stream().mapToDouble(this::squaredError).findAny();
  }

  /** ‖w - w*‖². */
  double squaredError(double[] w) {
    double sum = 0;
    for (int i = 0; i < w.length; i++) {
      sum += (w[i] - truth[i]) * (w[i] - truth[i]);
    }
    return sum;
  }

  /** ‖Xw*‖/‖noise‖, a ratio of norms; NaN without noise. */
  double signalToNoise() {
    if (settings.noise == 0) {
      return Double.NaN;
    }
    double[] signal = signal(design.x());
    double signalSquare = 0;
    double noiseSquare = 0;
    for (int i = 0; i < signal.length; i++) {
      double noise = settings.noise * design.normals()[i];
      signalSquare += signal[i] * signal[i];
      noiseSquare += noise * noise;
    }
    return Math.sqrt(signalSquare / noiseSquare);
  }
}
