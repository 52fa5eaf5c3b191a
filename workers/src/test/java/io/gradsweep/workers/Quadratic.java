package io.gradsweep.workers;

import io.gradsweep.results.outcome.Outcome;
import io.gradsweep.results.outcome.Status;
import io.gradsweep.results.random.Streams;
import io.gradsweep.results.trial.MeasurementSpec;
import io.gradsweep.results.trial.MetricSpec;
import io.gradsweep.results.trial.ParameterSpec;
import io.gradsweep.results.trial.Params;
import io.gradsweep.results.trial.SimulationSpec;
import io.gradsweep.results.trial.Trial;
import io.gradsweep.workers.api.OutcomeBuilder;
import io.gradsweep.workers.api.RateFit;
import io.gradsweep.workers.api.Recorder;
import io.gradsweep.workers.api.Simulation;
import io.gradsweep.workers.api.UnusableParameter;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/** Gradient descent on x²/2 from a random start, and every way in which a simulation can err. */
public final class Quadratic implements Simulation {

  private static final SimulationSpec SPEC =
      new SimulationSpec(
          "quadratic",
          1,
          "Gradient descent on x²/2: x ← (1 - α) x.",
          "none",
          List.of(
              ParameterSpec.real("step_size", "α").atLeast(0).atMost(10).defaultsTo(0.1),
              ParameterSpec.whole("max_steps", "budget")
                  .atLeast(1)
                  .atMost(1_000_000)
                  .defaultsTo(50),
              ParameterSpec.choice(
                      "fault",
                      "what goes wrong",
                      "none",
                      "throws",
                      "refuses",
                      "mistakes",
                      "nan",
                      "loops",
                      "sleeps",
                      "loads",
                      "initialises",
                      "recursion",
                      "overruns",
                      "decides",
                      "wrong_type")
                  .defaultsTo("none")),
          List.of(MeasurementSpec.real("start", "x at step 0")),
          List.of(MetricSpec.of("loss", "x²/2")));

  private final AtomicBoolean loaded = new AtomicBoolean();

  @Override
  public SimulationSpec spec() {
    return SPEC;
  }

  @Override
  public double cost(Params params) {
    return 3.0 * params.whole("max_steps");
  }

  @Override
  public Outcome run(Trial trial, Streams streams, Recorder recorder) {
    Params params = trial.params();
    double x = streams.perReplicate("init").nextGaussian();
    OutcomeBuilder outcome = new OutcomeBuilder(SPEC).measure("start", x);
    long budget = params.whole("max_steps");
    recorder.begin(budget);
    fail(params.text("fault"), recorder, outcome);
    RateFit fit = RateFit.whole();
    for (long k = 0; ; k++) {
      if (recorder.step(k)) {
        recorder.record(Double.NaN, x * x / 2);
      }
      if (fit.wants(k)) {
        fit.add(k, x * x / 2);
      }
      if (k == budget || !(Math.abs(x) < 1e100)) {
        recorder.record(Double.NaN, x * x / 2);
        boolean diverged = !(Math.abs(x) < 1e100);
        double error = params.text("fault").equals("nan") ? Double.NaN : Math.abs(x);
        return outcome
            .status(
                diverged
                    ? Status.DIVERGED
                    : params.text("fault").equals("decides") ? Status.TIMED_OUT : Status.CONVERGED)
            .steps(k)
            .finalError(error)
            .rate(fit.estimate())
            .build();
      }
      x -= params.real("step_size") * x;
    }
  }

  private void fail(String fault, Recorder recorder, OutcomeBuilder outcome) {
    switch (fault) {
      case "throws" -> throw new IllegalStateException("broken\non purpose");
      case "refuses" -> throw new UnusableParameter("Cannot use step_size: 1 (just so)");
      case "mistakes" -> throw new IllegalArgumentException("Cannot take the root of: -1");
      case "loops" -> spin();
      case "sleeps" -> sleep(recorder);
      case "loads" -> load(recorder);
      case "initialises" -> outcome.measure("start", Library.READY);
      case "recursion" -> recurse(0);
      case "overruns" -> {
        for (long k = 0; ; k++) {
          recorder.step(k);
        }
      }
      case "wrong_type" -> outcome.measure("start", "far");
      default -> {
        return;
      }
    }
  }

  /** Takes a second to initialise, as one that unpacks a library does; an interrupt breaks it. */
  private static final class Library {
    static final double READY;

    static {
      try {
        Thread.sleep(1000);
      } catch (InterruptedException e) {
        throw new IllegalStateException("interrupted while a library is unpacked", e);
      }
      READY = 1;
    }
  }

  /** Never calls back. Ends with the JVM, or when a test raises the flag. */
  private static void spin() {
    while (!released) {
      Thread.onSpinWait();
    }
  }

  private static volatile boolean released;

  /** Lets abandoned loops go, so that they take no core from later tests. */
  public static void release() {
    released = true;
  }

  /** Makes {@code loops} loop again. */
  public static void hold() {
    released = false;
  }

  /** The first trial of an instance sleeps before its steps, the others do not. */
  private void load(Recorder recorder) {
    if (!loaded.getAndSet(true)) {
      sleep(recorder);
    }
  }

  private static void sleep(Recorder recorder) {
    for (long k = 0; k < 40; k++) {
      recorder.step(k);
      try {
        Thread.sleep(30);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static int recurse(int depth) {
    return recurse(depth + 1) + 1;
  }
}
