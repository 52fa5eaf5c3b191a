package io.gradsweep.workers.simulations.selfpenalization;

import io.gradsweep.results.random.RandomStream;
import io.gradsweep.results.random.Streams;

/**
 * Samples of y = signal(x) + noise, x standard normal.
 *
 * @param columns p features of n samples each
 * @param y n responses less their mean: f has no intercept; or labels
 * @param mean what was subtracted from the responses
 */
record RegressionData(double[][] columns, double[] y, double mean) {

  static RegressionData centred(double[][] columns, double[] responses) {
    double sum = 0;
    for (double response : responses) {
      sum += response;
    }
    double mean = sum / responses.length;
    double[] y = new double[responses.length];
    for (int i = 0; i < y.length; i++) {
      y[i] = responses[i] - mean;
    }
    return new RegressionData(columns, y, mean);
  }

  /** The samples that a trial fits: the first n of its replicate's. */
  static RegressionData training(Settings settings, Streams streams) {
    return sampled(
        settings,
        settings.numSamples,
        streams.perReplicate("design", Inputs.DIMENSION),
        streams.perReplicate("noise"));
  }

  /** Fresh samples of the same law. */
  static RegressionData test(Settings settings, int samples, Streams streams) {
    return sampled(
        settings,
        samples,
        streams.perReplicate("test_design", Inputs.DIMENSION),
        streams.perReplicate("test_noise"));
  }

  private static RegressionData sampled(
      Settings settings, int n, RandomStream design, RandomStream noise) {
    int p = settings.dimension;
    double[][] columns = new double[p][n];
    double[] responses = new double[n];
    for (int i = 0; i < n; i++) {
      for (int l = 0; l < p; l++) {
        columns[l][i] = design.nextGaussian();
      }
      responses[i] =
          settings.signal.of(columns[0][i], columns[1][i]) + settings.noise * noise.nextGaussian();
    }
    RegressionData data = centred(columns, responses);
    return settings.loss == Loss.SQUARED ? data : data.labels();
  }

  /** The signs of the centred responses, 1 or -1. */
  RegressionData labels() {
    double[] signs = new double[y.length];
    for (int i = 0; i < y.length; i++) {
      signs[i] = y[i] < 0 ? -1 : 1;
    }
    return new RegressionData(columns, signs, 0);
  }
}
