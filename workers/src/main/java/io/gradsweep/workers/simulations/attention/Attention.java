package io.gradsweep.workers.simulations.attention;

import io.gradsweep.results.outcome.Outcome;
import io.gradsweep.results.random.Streams;
import io.gradsweep.results.trial.Params;
import io.gradsweep.results.trial.SimulationSpec;
import io.gradsweep.results.trial.Trial;
import io.gradsweep.workers.api.Recorder;
import io.gradsweep.workers.api.Simulation;

/**
 * Trains one causal attention head to predict a sticky Markov chain from noisy embeddings of its
 * symbols, with one step size for all matrices or a larger one for the values (Agarwal, Dalal,
 * Misra 2025).
 */
public final class Attention implements Simulation {

  /** Cost of an entry of the score matrix besides its products: an exponential and its row. */
  private static final double ENTRY = 60;

  @Override
  public SimulationSpec spec() {
    return Spec.SPEC;
  }

  /** Steps times the causal half of the n² part and the rest, forward on the held-out sequence. */
  @Override
  public double cost(Params params) {
    double n = params.get(Inputs.SEQUENCE_LENGTH) - 1.0;
    double tested = Settings.testLength(params);
    double looks = 1 + (double) params.get(Inputs.MAX_STEPS) / params.get(Inputs.RECORD_EVERY);
    return params.get(Inputs.MAX_STEPS) * pass(params, n, 3) + looks * pass(params, tested, 1);
  }

  /**
   * @param parts 1 for a pass forward, 3 for one forward and back
   */
  private static double pass(Params params, double n, int parts) {
    double keys = params.get(Inputs.KEY_DIMENSION);
    double values = params.get(Inputs.VALUE_DIMENSION);
    double products = n * n * (keys + values) * parts;
    double rows =
        n
            * (2 * params.get(Inputs.INPUT_DIMENSION) * (2 * keys + values) * parts
                + params.get(Inputs.NUM_SYMBOLS) * (2 * values * parts + 100));
    return products + 0.5 * n * n * ENTRY + rows;
  }

  @Override
  public Outcome run(Trial trial, Streams streams, Recorder recorder) {
    Settings settings = new Settings(trial.params());
    return new Run(settings, Task.of(settings, streams), recorder).runToEnd();
  }
}
