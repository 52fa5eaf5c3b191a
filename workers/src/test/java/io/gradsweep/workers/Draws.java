package io.gradsweep.workers;

import io.gradsweep.results.outcome.Outcome;
import io.gradsweep.results.outcome.Status;
import io.gradsweep.results.random.RandomStream;
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
import java.util.Locale;

/**
 * A single draw of a known distribution, whose mean or share is {@code centre}: independent over
 * replicates and over {@code study}, so that each of its grid points is a study of its own.
 */
public final class Draws implements Simulation {

  private enum Law {
    /** Of the given spread. */
    NORMAL,
    /** Of mean 1, times the centre. */
    EXPONENTIAL,
    /** Converged with the centre's probability. */
    BERNOULLI,
    /** Of a geometric mean at the centre, and the spread of its logarithm. */
    LOG_NORMAL,
    /** As NORMAL, but one in four trials has no value. */
    MISSING
  }

  private static final SimulationSpec SPEC =
      new SimulationSpec(
          "draws",
          1,
          "What does a single draw come to?",
          "none",
          List.of(
              ParameterSpec.choice(
                      "law",
                      "distribution",
                      "normal",
                      "exponential",
                      "bernoulli",
                      "log_normal",
                      "missing")
                  .defaultsTo("normal"),
              ParameterSpec.real("centre", "mean, share or geometric mean").defaultsTo(1.0),
              ParameterSpec.real("spread", "standard deviation").atLeast(0).defaultsTo(1.0),
              ParameterSpec.whole("study", "number of an independent study")
                  .atLeast(0)
                  .atMost(1_000_000)
                  .defaultsTo(0L),
              ParameterSpec.whole("millis", "time that a trial takes")
                  .atLeast(0)
                  .atMost(10_000)
                  .defaultsTo(0L)),
          List.of(MeasurementSpec.real("draw", "the value that was drawn")),
          List.of());

  @Override
  public SimulationSpec spec() {
    return SPEC;
  }

  @Override
  public double cost(Params params) {
    return 100;
  }

  @Override
  public Outcome run(Trial trial, Streams streams, Recorder recorder) {
    Params params = trial.params();
    Law law = Law.valueOf(params.text("law").toUpperCase(Locale.ROOT));
    RandomStream random = streams.perReplicate("draw", "study");
    recorder.begin(1);
    recorder.step(0);
    double centre = params.real("centre");
    double spread = params.real("spread");
    sleep(params.whole("millis"));
    recorder.step(1); // which checks the time limit
    OutcomeBuilder outcome = new OutcomeBuilder(SPEC).steps(1).finalError(0);
    boolean success = law != Law.BERNOULLI || random.nextDouble() < centre;
    outcome.status(success ? Status.CONVERGED : Status.NOT_CONVERGED);
    switch (law) {
      case NORMAL -> outcome.measure("draw", centre + spread * random.nextGaussian());
      case EXPONENTIAL -> outcome.measure("draw", centre * random.nextExponential());
      case LOG_NORMAL ->
          outcome.measure("draw", centre * StrictMath.exp(spread * random.nextGaussian()));
      case BERNOULLI -> outcome.measure("draw", success ? 1.0 : 0.0);
      case MISSING -> {
        double value = centre + spread * random.nextGaussian();
        outcome.measureIfFinite("draw", random.nextDouble() < 0.25 ? Double.NaN : value);
      }
    }
    return outcome.build();
  }

  static void sleep(long millis) {
    if (millis > 0) {
      try {
        Thread.sleep(millis);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
