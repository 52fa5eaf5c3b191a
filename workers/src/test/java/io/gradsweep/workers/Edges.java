package io.gradsweep.workers;

import io.gradsweep.results.outcome.Outcome;
import io.gradsweep.results.outcome.Status;
import io.gradsweep.results.random.Streams;
import io.gradsweep.results.trial.MeasurementSpec;
import io.gradsweep.results.trial.ParameterSpec;
import io.gradsweep.results.trial.Params;
import io.gradsweep.results.trial.SimulationSpec;
import io.gradsweep.results.trial.Trial;
import io.gradsweep.workers.api.OutcomeBuilder;
import io.gradsweep.workers.api.Recorder;
import io.gradsweep.workers.api.Simulation;
import java.util.List;

/** Gradient descent on λx²/2 with a λ of each replicate: stable below the step size 2/λ. */
public final class Edges implements Simulation {

  private static final int STEPS = 50;

  private static final SimulationSpec SPEC =
      new SimulationSpec(
          "edges",
          1,
          "Gradient descent on λx²/2, whose edge of stability is 2/λ.",
          "none",
          List.of(
              ParameterSpec.real("step_size", "α").above(0).atMost(1e6).defaultsTo(0.1),
              ParameterSpec.whole("width", "the median of λ")
                  .atLeast(1)
                  .atMost(1_000_000)
                  .defaultsTo(1L),
              ParameterSpec.whole("millis", "time that a trial takes")
                  .atLeast(0)
                  .atMost(10_000)
                  .defaultsTo(0L)
                  .addedLater()),
          List.of(MeasurementSpec.real("edge", "2/λ")),
          List.of());

  @Override
  public SimulationSpec spec() {
    return SPEC;
  }

  @Override
  public double cost(Params params) {
    return STEPS;
  }

  @Override
  public Outcome run(Trial trial, Streams streams, Recorder recorder) {
    double spread = StrictMath.exp(0.3 * streams.perReplicate("curvature").nextGaussian());
    double curvature = trial.params().whole("width") * spread;
    double x = 1;
    Draws.sleep(trial.params().whole("millis"));
    recorder.begin(STEPS);
    for (int k = 0; k < STEPS; k++) {
      recorder.step(k);
      x -= trial.params().real("step_size") * curvature * x;
    }
    return new OutcomeBuilder(SPEC)
        .status(Math.abs(x) < 1 ? Status.CONVERGED : Status.DIVERGED)
        .steps(STEPS)
        .finalError(Math.abs(x))
        .measure("edge", 2 / curvature)
        .build();
  }
}
