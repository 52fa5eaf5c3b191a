package io.gradsweep.workers.simulations.penal;

import io.gradsweep.results.outcome.Outcome;
import io.gradsweep.results.outcome.Status;
import io.gradsweep.results.random.Streams;
import io.gradsweep.results.trial.Params;
import io.gradsweep.results.trial.SimulationSpec;
import io.gradsweep.results.trial.Trial;
import io.gradsweep.workers.api.Recorder;
import io.gradsweep.workers.api.Simulation;

/**
 * Kernel ridge regression whose kernel weighs the features, minimised over the weights too (Jordan,
 * Liu &amp; Ruan 2021): projected descent sets the weights of noise features to exactly 0.0.
 */
public final class SelfPenalization implements Simulation {

  private static final int TEST_SAMPLES = 1000;

  @Override
  public SimulationSpec spec() {
    return PenalSpec.SPEC;
  }

  /** Steps times a factorisation, the kernel and the gradient; data and their distances once. */
  @Override
  public double cost(Params params) {
    double n = params.whole("num_samples");
    double p = params.whole("dimension");
    double steps = params.whole("max_steps");
    double evaluations = params.text("step_rule").equals("armijo") ? 1.5 : 1;
    double pairs = n * n / 2;
    double evaluation = n * n * n / 3 + pairs * 25 + pairs * p;
    double data = 60 * (n + TEST_SAMPLES) * p + 3 * pairs * p + 30 * n * TEST_SAMPLES;
    return data + steps * (evaluations * evaluation + 2 * pairs * p);
  }

  @Override
  public Outcome run(Trial trial, Streams streams, Recorder recorder) {
    PenalSettings settings = PenalSettings.of(trial.params());
    RegressionData data = RegressionData.training(settings, streams);
    SelectionRun run = new SelectionRun(settings, data, recorder);
    Status status = run.descend();
    if (status == Status.DIVERGED) {
      return run.outcome(status, Double.NaN);
    }
    run.ridge().certify();
    Prediction prediction =
        new Prediction(data, run.ridge().coefficients(), run.weights().beta(), settings);
    RegressionData test = RegressionData.test(settings, TEST_SAMPLES, streams);
    return run.outcome(status, prediction.meanSquaredError(test));
  }
}
