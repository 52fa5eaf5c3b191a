package io.gradsweep.workers.simulations.shallowrelu;

import io.gradsweep.results.random.RandomStream;
import io.gradsweep.results.random.Streams;

/**
 * The samples, and the network at its start.
 *
 * @param y their values
 */
record TrainingProblem(ActiveSets samples, double[] y, ReluNetwork start) {

  /**
   * Draws the data once for the study, and a start for each replicate; a wider network extends the
   * start of a narrower one.
   */
  static TrainingProblem of(Settings settings, Streams streams) {
    double[] x = positions(settings);
    double[] y = values(settings, x, streams.perStudy("noise"));
    ActiveSets samples = new ActiveSets(x);
    return new TrainingProblem(
        samples,
        y,
        start(settings, samples, y, streams.perReplicate("init", Inputs.INIT_DISTRIBUTION)));
  }

  private static double[] positions(Settings settings) {
    int s = settings.numSamples;
    double[] x = new double[s];
    for (int j = 0; j < s; j++) {
      x[j] = settings.midpoints ? (2 * j + 1 - s) / (double) s : (2 * j + 1 - s) / (s - 1.0);
    }
    return x;
  }

  private static double[] values(Settings settings, double[] x, RandomStream noise) {
    double[] y = new double[x.length];
    for (int j = 0; j < x.length; j++) {
      y[j] =
          switch (settings.target) {
            case SQUARE_WAVE -> x[j] < 0 ? 1 : -1;
            case SQUARE_WAVE_2 -> j % 4 < 2 ? 1 : -1;
            case SINUSOID -> StrictMath.sin(settings.frequency * x[j]);
            case ALTERNATING -> j % 2 == 0 ? 1 : -1;
          };
      if (settings.noise > 0) {
        y[j] += settings.noise * noise.nextGaussian();
      }
    }
    return y;
  }

  /** Neurons 2i and 2i + 1 are a pair if the start is antisymmetric. */
  private static ReluNetwork start(
      Settings settings, ActiveSets samples, double[] y, RandomStream random) {
    int m = settings.width;
    double[] a = new double[m];
    double[] b = new double[m];
    double[] c = new double[m];
    for (int i = 0; i < m; i++) {
      if (settings.antisymmetric && i % 2 == 1) {
        a[i] = a[i - 1];
        b[i] = b[i - 1];
        c[i] = 0.0 - c[i - 1];
      } else {
        draw(settings, random, a, b, c, i);
      }
    }
    return new ReluNetwork(a, b, c, settings.outputScale(), samples, y);
  }

  private static void draw(
      Settings settings, RandomStream random, double[] a, double[] b, double[] c, int i) {
    double omega = settings.layerScaleRatio;
    switch (settings.init) {
      case UNIFORM_KNOTS -> {
        a[i] = omega * sign(random);
        b[i] = omega * settings.knotHalfWidth * (2 * random.nextDouble() - 1);
        c[i] = sign(random) / omega;
      }
      case GAUSSIAN -> {
        a[i] = omega * random.nextGaussian();
        b[i] = omega * random.nextGaussian();
        c[i] = random.nextGaussian() / omega;
      }
      case UNIFORM_ANGLE -> {
        double angle = Math.PI * (2 * random.nextDouble() - 1);
        a[i] = omega * StrictMath.cos(angle);
        b[i] = omega * StrictMath.sin(angle);
        c[i] = sign(random) / omega;
      }
    }
  }

  private static double sign(RandomStream random) {
    return random.nextDouble() < 0.5 ? 1 : -1;
  }
}
