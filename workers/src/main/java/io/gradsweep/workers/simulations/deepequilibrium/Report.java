package io.gradsweep.workers.simulations.deepequilibrium;

import io.gradsweep.workers.api.OutcomeBuilder;
import io.gradsweep.workers.numeric.DenseMatrix;
import java.util.Optional;

/** Measurements taken once, at the end of a trial: optimum, errors, equilibrium, predicted rate. */
record Report(Settings settings, Data data, Objective objective, TrainedModel model) {

  void measure(OutcomeBuilder outcome, boolean converged, double stepSize) {
    boolean network = settings.model == ModelKind.DNN_RELU;
    if (!network) {
      outcome.measure("loss_optimal", objective.optimalLoss());
      if (settings.classification()) {
        outcome.measure("separable", objective.optimum().isEmpty());
      }
      objective
          .optimum()
          .ifPresent(w -> outcome.measureIfFinite("weight_distance_to_optimum", distance(w)));
    }
    outcome.measureIfFinite("test_error", testError());
    if (settings.classification()) {
      measureAccuracy(outcome);
    }
    if (model instanceof ImplicitModel implicit) {
      measureEquilibrium(outcome, implicit.layer());
      if (converged && settings.trackOperator && objective.optimum().isPresent()) {
        outcome.predictedRate(predictedRate(implicit, stepSize));
      }
    }
  }

  private void measureAccuracy(OutcomeBuilder outcome) {
    outcome.measure("train_accuracy", accuracy(data.y(), data.phi()));
    data.testPhi().ifPresent(phi -> outcome.measure("test_accuracy", accuracy(data.testY(), phi)));
  }

  private double accuracy(double[] y, DenseMatrix phi) {
    return new OutputLoss(settings.loss, 1, y, settings.outputs).accuracy(model.outputs(phi));
  }

  /**
   * ‖W - W*‖_F; scores of classes are first shifted to mean zero, since a shift changes no
   * prediction.
   */
  private double distance(DenseMatrix optimum) {
    DenseMatrix w = model.weights().orElseThrow();
    boolean shifted = settings.loss == Loss.CROSS_ENTROPY;
    double sum = 0;
    for (int j = 0; j < w.columns(); j++) {
      double mean = 0;
      double squares = 0;
      for (int a = 0; a < w.rows(); a++) {
        double d = w.get(a, j) - optimum.get(a, j);
        mean += d / w.rows();
        squares += d * d;
      }
      sum += shifted ? Math.max(0, squares - w.rows() * mean * mean) : squares;
    }
    return Math.sqrt(sum);
  }

  /** In closed form ‖W - W*‖²/‖W*‖² for isotropic features; on the test set otherwise. */
  private double testError() {
    if (settings.classification() || data.teacher().isEmpty()) {
      return Double.NaN;
    }
    DenseMatrix teacher = data.teacher().get();
    Optional<DenseMatrix> w = model.weights();
    if (w.isPresent() && !settings.reluFeatures) {
      return relativeDistance(entries(w.get()), entries(teacher));
    }
    return data.testPhi()
        .map(phi -> relativeDistance(model.outputs(phi), TrainedModel.product(teacher, phi)))
        .orElse(Double.NaN);
  }

  private static double[] entries(DenseMatrix w) {
    double[] entries = new double[w.rows() * w.columns()];
    w.read(entries);
    return entries;
  }

  private static double relativeDistance(double[] x, double[] truth) {
    double[] difference = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      difference[i] = x[i] - truth[i];
    }
    return OutputLoss.sumOfSquares(difference) / OutputLoss.sumOfSquares(truth);
  }

  private void measureEquilibrium(OutcomeBuilder outcome, ImplicitLayer layer) {
    Truncation truncation =
        Truncation.of(layer, data.phi(), model.weights().orElseThrow(), settings);
    outcome.measureIfFinite("fixed_point_residual", truncation.fixedPointResidual());
    outcome.measureIfFinite("truncation_error", truncation.error());
    outcome.measureIfFinite("truncation_ratio", truncation.ratio());
  }

  /**
   * The rate near the optimum: 2λ for the flow, -2 ln max|1 - ηλ| for gradient descent, λ the least
   * and the largest eigenvalue of 𝔇H, apart from those of directions along which the loss is
   * constant; NaN if gradient descent does not contract.
   */
  private double predictedRate(ImplicitModel implicit, double stepSize) {
    double[][] hessian = objective.hessian(implicit.w());
    double[] spectrum = WeightOperator.spectrumWith(WeightOperator.of(implicit), hessian);
    double least = spectrum[objective.flatDirections()];
    if (settings.flow) {
      return 2 * least;
    }
    double largest = spectrum[spectrum.length - 1];
    double contraction = Math.max(Math.abs(1 - stepSize * least), Math.abs(1 - stepSize * largest));
    return contraction > 0 && contraction < 1 ? -2 * StrictMath.log(contraction) : Double.NaN;
  }
}
