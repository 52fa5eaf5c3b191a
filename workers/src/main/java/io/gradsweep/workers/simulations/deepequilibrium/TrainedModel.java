package io.gradsweep.workers.simulations.deepequilibrium;

import io.gradsweep.results.random.Streams;
import io.gradsweep.workers.numeric.DenseMatrix;
import java.util.Optional;

/**
 * A model: its parameters, the loss, and the gradient with respect to the parameters. Values "of
 * the last evaluation" are valid until the next one. Evaluations allocate nothing.
 */
interface TrainedModel {

  /** The start, a new array. */
  double[] start(Streams streams);

  /**
   * @param gradient receives the gradient; NaN if the parameters are not finite
   * @return the loss above {@link #optimalLoss}; NaN if the parameters are not finite
   */
  double evaluate(double[] parameters, double[] gradient);

  /** The loss from which the excess loss is measured. */
  double optimalLoss();

  /** W of the last evaluation, m_y x m; empty for a model that is not linear in the features. */
  Optional<DenseMatrix> weights();

  /** ‖∇L₀(W)‖_F at the last evaluation; NaN if there is no W. */
  double gradientNorm();

  /** Outputs for other features at the last evaluation, m_y x n row by row; a new array. */
  double[] outputs(DenseMatrix phi);

  static TrainedModel of(Settings s, Data data, Objective objective) {
    return switch (s.model) {
      case DEQ_LINEAR, LINEAR -> new ImplicitModel(s, objective);
      case TRUNCATED_DEPTH -> new TruncatedModel(s, objective);
      case DNN_RELU -> new DeepReluNetwork(s, data);
    };
  }

  /** Whether all numbers are finite: x·0 is 0 only for finite x. */
  static boolean finite(double[] x) {
    double sum = 0;
    for (double v : x) {
      sum += v * 0;
    }
    return sum == 0;
  }

  static double norm(DenseMatrix matrix, double[] scratch) {
    matrix.read(scratch);
    return Math.sqrt(OutputLoss.sumOfSquares(scratch));
  }

  static double[] product(DenseMatrix w, DenseMatrix phi) {
    DenseMatrix f = new DenseMatrix(w.rows(), phi.columns());
    f.setProduct(1, w, DenseMatrix.Op.AS_IS, phi, DenseMatrix.Op.AS_IS, 0);
    double[] outputs = new double[w.rows() * phi.columns()];
    f.read(outputs);
    return outputs;
  }
}
