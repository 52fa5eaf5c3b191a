package io.gradsweep.workers;

import io.gradsweep.results.outcome.Outcome;
import io.gradsweep.results.outcome.Status;
import io.gradsweep.results.random.RandomStream;
import io.gradsweep.results.random.Streams;
import io.gradsweep.results.trial.MeasurementSpec;
import io.gradsweep.results.trial.MetricSpec;
import io.gradsweep.results.trial.ParameterSpec;
import io.gradsweep.results.trial.Params;
import io.gradsweep.results.trial.SimulationSpec;
import io.gradsweep.results.trial.Trial;
import io.gradsweep.workers.api.OutcomeBuilder;
import io.gradsweep.workers.api.Recorder;
import io.gradsweep.workers.api.Simulation;
import java.util.List;

/**
 * A Gaussian random walk. It fits no rate and calls nothing of the engine but streams and recorder,
 * so that its rows stay the same whatever becomes of rates: studies of it are read for ever.
 */
public final class RandomWalk implements Simulation {

  private static final SimulationSpec SPEC =
      new SimulationSpec(
          "random-walk",
          1,
          "How far does a Gaussian random walk come?",
          "none",
          List.of(
              ParameterSpec.real("scale", "standard deviation of a step").above(0).defaultsTo(1.0),
              ParameterSpec.whole("max_steps", "length").atLeast(1).atMost(10_000).defaultsTo(20),
              ParameterSpec.choice("law", "of a step", "normal", "sign").defaultsTo("normal"),
              ParameterSpec.real("drift", "added to each step").unsetByDefault()),
          List.of(MeasurementSpec.real("farthest", "largest distance from the start")),
          List.of(MetricSpec.of("position", "place after a step")));

  @Override
  public SimulationSpec spec() {
    return SPEC;
  }

  @Override
  public double cost(Params params) {
    return 10.0 * params.whole("max_steps");
  }

  @Override
  public Outcome run(Trial trial, Streams streams, Recorder recorder) {
    Params params = trial.params();
    RandomStream random = streams.perReplicate("steps");
    long budget = params.whole("max_steps");
    double drift = params.isSet("drift") ? params.real("drift") : 0;
    recorder.begin(budget);
    double x = 0;
    double farthest = 0;
    for (long k = 0; ; k++) {
      if (recorder.step(k)) {
        recorder.record(Double.NaN, x);
      }
      if (k == budget) {
        return new OutcomeBuilder(SPEC)
            .status(x >= 0 ? Status.CONVERGED : Status.NOT_CONVERGED)
            .steps(k)
            .finalError(Math.abs(x))
            .measure("farthest", farthest)
            .build();
      }
      double step = random.nextGaussian();
      x +=
          drift
              + params.real("scale")
                  * (params.text("law").equals("sign") ? Math.signum(step) : step);
      farthest = Math.max(farthest, Math.abs(x));
    }
  }
}
