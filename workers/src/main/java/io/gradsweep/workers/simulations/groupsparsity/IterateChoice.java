package io.gradsweep.workers.simulations.groupsparsity;

import io.gradsweep.workers.api.OutcomeBuilder;

/**
 * Chooses two iterates: the one that a user would select, by the error on fresh rows or as the last
 * one, and the one that is best in truth, by the error itself. The second is reported separately.
 */
final class IterateChoice {

  private final Settings settings;
  private final LeastSquares validation;
  private final double[] truth;
  private final double[] validationResidual;
  private final double[] selected;
  private double selectedError = Double.POSITIVE_INFINITY;
  private double selectedValidation = Double.POSITIVE_INFINITY;
  private long selectedAt = -1;
  private double bestError = Double.POSITIVE_INFINITY;
  private long bestAt = -1;

  IterateChoice(Settings settings, RegressionProblem problem) {
    this.settings = settings;
    validation = problem.validation();
    truth = problem.truth();
    validationResidual = new double[validation.samples()];
    selected = new double[truth.length];
  }

  /** Mean square on the validation rows. */
  double validationError(double[] w) {
    validation.multiplyColumns(w);
    return validationError();
  }

  /** The same, if the product of the validation rows with the weights is in its room. */
  double validationError() {
    validation.takeResidual(validationResidual);
    double square = 0;
    for (double r : validationResidual) {
      square += r * r;
    }
    return square / validation.samples();
  }

  void offer(long step, double[] w, double error, double validationError) {
    if (error < bestError) {
      bestError = error;
      bestAt = step;
    }
    if (settings.selectsLast || validationError < selectedValidation) {
      selectedValidation = validationError;
      selectedError = error;
      selectedAt = step;
      System.arraycopy(w, 0, selected, 0, w.length);
    }
  }

  double selectedError() {
    return selectedError;
  }

  double bestError() {
    return bestError;
  }

  /** Whether the groups above half of the least true norm are exactly the true ones. */
  private boolean supportExact() {
    int g = settings.groupSize;
    double least = Double.POSITIVE_INFINITY;
    for (int l = 0; l < settings.activeGroups; l++) {
      least = Math.min(least, GroupThreshold.norm(truth, l, g));
    }
    boolean exact = true;
    for (int l = 0; l < settings.groups(); l++) {
      boolean above = GroupThreshold.norm(selected, l, g) > 0.5 * least;
      exact &= above == (l < settings.activeGroups);
    }
    return exact;
  }

  private double leastOnSupport() {
    double least = Double.POSITIVE_INFINITY;
    for (int i = 0; i < settings.support(); i++) {
      least = Math.min(least, Math.abs(selected[i]));
    }
    return least;
  }

  void measure(OutcomeBuilder outcome) {
    if (bestAt < 0) {
      return;
    }
    outcome
        .measure("sq_error_best", bestError)
        .measure("iteration_best", bestAt)
        .measure("sq_error_selected", selectedError)
        .measure("iteration_selected", selectedAt)
        .measure("on_support_min_abs_selected", leastOnSupport())
        .measure("support_exact", supportExact());
  }
}
