package io.gradsweep.workers.simulations.deepequilibrium;

import io.gradsweep.results.random.RandomStream;
import io.gradsweep.results.random.Streams;

/** The start of an implicit model: A, m² numbers, then B, m_y m, both row by row. */
final class Start {

  private Start() {}

  /** The same start for every γ, and for the models that are compared with the implicit one. */
  static double[] implicit(Settings s, Streams streams) {
    double[] parameters = new double[s.width * (s.width + s.outputs)];
    if (!s.zeroInit) {
      RandomStream random = streams.perReplicate("init", Inputs.WIDTH, Inputs.OUTPUT_DIMENSION);
      for (int i = 0; i < parameters.length; i++) {
        parameters[i] = s.initScale * random.nextGaussian();
      }
    }
    return parameters;
  }
}
