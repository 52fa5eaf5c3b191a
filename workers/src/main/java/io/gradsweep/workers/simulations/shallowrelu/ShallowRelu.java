package io.gradsweep.workers.simulations.shallowrelu;

import io.gradsweep.results.outcome.Outcome;
import io.gradsweep.results.random.Streams;
import io.gradsweep.results.trial.Params;
import io.gradsweep.results.trial.SimulationSpec;
import io.gradsweep.results.trial.Trial;
import io.gradsweep.workers.api.Recorder;
import io.gradsweep.workers.api.Simulation;

/**
 * Fits a few points of the line by a network f(x) = (1/α) Σ c_i (a_i x - b_i)₊ by full-batch
 * gradient descent, and measures which spline it approaches (Williams et al. 2019).
 */
public final class ShallowRelu implements Simulation {

  /** Cost of a sine and a cosine. */
  private static final double ANGLE = 100;

  @Override
  public SimulationSpec spec() {
    return Spec.SPEC;
  }

  /** Counts the steps times the operations of one; the references once. */
  @Override
  public double cost(Params params) {
    double m = params.get(Inputs.WIDTH);
    double s = params.get(Inputs.NUM_SAMPLES);
    double neurons = 25 * m + 20 * s;
    double step =
        switch (params.get(Inputs.OPTIMIZER)) {
          case RK4_FLOW -> 5 * neurons;
          case REDUCED_FLOW -> 5 * neurons + 4 * ANGLE * m;
          case OUTER_ONLY_GD -> 30 * s;
          case GD -> neurons;
        };
    double references = s <= 512 ? 20 * s * s * s : 0;
    double report = 100 * m + 20 * (double) params.get(Inputs.EVALUATION_GRID_SIZE);
    return params.get(Inputs.MAX_STEPS) * step + references + 64 * report;
  }

  @Override
  public Outcome run(Trial trial, Streams streams, Recorder recorder) {
    Settings settings = new Settings(trial.params());
    return new Run(settings, TrainingProblem.of(settings, streams), recorder).runToEnd();
  }
}
