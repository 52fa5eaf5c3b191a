package io.gradsweep.workers.simulations.relu;

import io.gradsweep.results.outcome.Outcome;
import io.gradsweep.results.random.Streams;
import io.gradsweep.results.trial.Params;
import io.gradsweep.results.trial.SimulationSpec;
import io.gradsweep.results.trial.Trial;
import io.gradsweep.workers.api.Recorder;
import io.gradsweep.workers.api.Simulation;

/**
 * Fits a few points of the line by a network f(x) = (1/α) Σ c_i (a_i x - b_i)₊ under full-batch
 * gradient descent, and asks which spline it ends as (Williams et al. 2019).
 */
public final class ShallowRelu implements Simulation {

  @Override
  public SimulationSpec spec() {
    return ReluSpec.SPEC;
  }

  /** Steps times the operations of one; the references once. */
  @Override
  public double cost(Params params) {
    double m = params.whole("width");
    double s = params.whole("num_samples");
    double neurons = 25 * m + 20 * s;
    double step =
        switch (params.text("optimizer")) {
          case "rk4_flow" -> 5 * neurons;
          case "outer_only_gd" -> 30 * s;
          default -> neurons;
        };
    double references = s <= 512 ? 20 * s * s * s : 0;
    double report = 100 * m + 20 * (double) params.whole("evaluation_grid_size");
    return params.whole("max_steps") * step + references + 64 * report;
  }

  @Override
  public Outcome run(Trial trial, Streams streams, Recorder recorder) {
    ReluSettings settings = ReluSettings.of(trial.params());
    return new ReluRun(settings, ReluProblem.of(settings, streams), recorder).outcome();
  }
}
