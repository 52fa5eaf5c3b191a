package io.gradsweep.workers.simulations.deepequilibrium;

import io.gradsweep.results.outcome.Outcome;
import io.gradsweep.results.random.Streams;
import io.gradsweep.results.trial.Params;
import io.gradsweep.results.trial.SimulationSpec;
import io.gradsweep.results.trial.Trial;
import io.gradsweep.workers.api.Recorder;
import io.gradsweep.workers.api.Simulation;

/**
 * Trains a deep equilibrium linear model by gradient descent or its flow, and checks the linear
 * rate of its convergence against what the theory guarantees (Kawaguchi 2021).
 */
public final class DeepEquilibrium implements Simulation {

  @Override
  public SimulationSpec spec() {
    return Spec.SPEC;
  }

  /**
   * Counts the steps times the operations of a step, the looks at the operator, and data, optimum
   * and report once.
   */
  @Override
  public double cost(Params params) {
    return Cost.of(params);
  }

  @Override
  public Outcome run(Trial trial, Streams streams, Recorder recorder) {
    Settings settings = new Settings(trial.params());
    return new Run(settings, streams, recorder).runToEnd();
  }
}
