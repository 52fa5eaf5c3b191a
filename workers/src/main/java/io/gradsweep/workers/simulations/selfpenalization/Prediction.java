package io.gradsweep.workers.simulations.selfpenalization;

import java.util.Arrays;

/** The fitted function at fresh samples: f(x) = Σ_j a_j h(Σ_l β_l |x_l - x_jl|^q). */
final class Prediction {

  private final RegressionData training;
  private final double[] a;
  private final double[] beta;
  private final Settings settings;

  Prediction(RegressionData training, double[] a, double[] beta, Settings settings) {
    this.training = training;
    this.a = a;
    this.beta = beta;
    this.settings = settings;
  }

  /** Mean of (y - ȳ - f(x))² over the test samples, ȳ the mean of the training responses. */
  double meanSquaredError(RegressionData test) {
    double[] d = new double[a.length];
    double sum = 0;
    for (int i = 0; i < test.y().length; i++) {
      double error = test.y()[i] + test.mean() - training.mean() - at(test.columns(), i, d);
      sum += error * error;
    }
    return sum / test.y().length;
  }

  private double at(double[][] columns, int i, double[] d) {
    Arrays.fill(d, 0);
    for (int l = 0; l < beta.length; l++) {
      if (beta[l] != 0) {
        addDistances(beta[l], columns[l][i], training.columns()[l], d);
      }
    }
    double sum = 0;
    for (int j = 0; j < d.length; j++) {
      sum += a[j] * settings.profile.at(d[j]);
    }
    return sum;
  }

  private void addDistances(double weight, double x, double[] xs, double[] d) {
    for (int j = 0; j < d.length; j++) {
      d[j] += weight * PairDistances.raised(Math.abs(x - xs[j]), settings.power);
    }
  }
}
