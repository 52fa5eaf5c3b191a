package io.gradsweep.workers.simulations.deepequilibrium;

import io.gradsweep.workers.numeric.DenseMatrix;
import java.util.Optional;

/** A model that is linear in the features, f(phi) = W phi, whatever W is made of. */
abstract class ModelOfWeights implements TrainedModel {

  final Objective objective;

  /** W of the last evaluation. */
  final DenseMatrix w;

  /** G = ∇L₀(W) of the last evaluation. */
  final DenseMatrix g;

  /** m_y m numbers, row by row, for use within an evaluation. */
  final double[] rows;

  ModelOfWeights(Settings settings, Objective objective) {
    this.objective = objective;
    w = new DenseMatrix(settings.outputs, settings.width);
    g = new DenseMatrix(settings.outputs, settings.width);
    rows = new double[settings.outputs * settings.width];
  }

  @Override
  public final double optimalLoss() {
    return objective.optimalLoss();
  }

  @Override
  public final Optional<DenseMatrix> weights() {
    return Optional.of(w);
  }

  @Override
  public final double gradientNorm() {
    return TrainedModel.norm(g, rows);
  }

  @Override
  public final double[] outputs(DenseMatrix phi) {
    return TrainedModel.product(w, phi);
  }
}
