package io.gradsweep.workers.api;

import io.gradsweep.results.outcome.Outcome;
import io.gradsweep.results.random.Streams;
import io.gradsweep.results.trial.Params;
import io.gradsweep.results.trial.SimulationSpec;
import io.gradsweep.results.trial.Trial;
import java.util.Optional;

/**
 * A function from hyperparameters and a seed to measurements and a trajectory. Implementations are
 * found by {@link java.util.ServiceLoader}, have a public constructor without arguments, and hold
 * no state by which one trial could affect another: two threads may run two trials on one instance.
 *
 * <p>The runner hands over one trial at a time. A simulation that is faster with several trials of
 * one shape side by side implements {@link LaneSimulation} as well.
 */
public interface Simulation {

  SimulationSpec spec();

  /**
   * Expected cost of a trial, in floating-point operations (an exp or a log counts as 20). It
   * determines the size of segments, so only the ratio between configurations matters.
   */
  double cost(Params params);

  /**
   * Runs one trial until its stopping rule.
   *
   * <p>Randomness comes only from the streams. {@link Recorder#begin} is called once and {@link
   * Recorder#step} once per step, so that budgets and deadlines hold; exceptions of these calls are
   * passed on.
   *
   * @return the outcome, made by {@link OutcomeBuilder}, with the status that the mathematics
   *     determines
   * @throws UnusableParameter if the inputs do not fit together; see {@link Refusals}
   * @throws NumericalBreakdown if a computation could not give its answer; anything else that is
   *     thrown is an error of the code
   */
  Outcome run(Trial trial, Streams streams, Recorder recorder);

  /**
   * Names what this machine lacks to run trials, and how to get it, in one sentence; empty if
   * nothing is missing. Called before a sweep runs, so that it does not fail trial by trial.
   */
  default Optional<String> missing() {
    return Optional.empty();
  }
}
