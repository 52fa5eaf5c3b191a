package io.gradsweep.workers.simulations.selfpenalization;

import io.gradsweep.results.outcome.Outcome;
import io.gradsweep.results.outcome.Status;
import io.gradsweep.results.random.Streams;
import io.gradsweep.results.trial.Params;
import io.gradsweep.results.trial.SimulationSpec;
import io.gradsweep.results.trial.Trial;
import io.gradsweep.workers.api.Recorder;
import io.gradsweep.workers.api.Simulation;
import io.gradsweep.workers.simulations.selfpenalization.Inputs.StepRule;

/**
 * Kernel ridge regression with a weight for each feature in the kernel, minimised over the weights
 * too (Jordan, Liu &amp; Ruan 2021): projected descent sets the weights of noise features to
 * exactly 0.0.
 */
public final class SelfPenalization implements Simulation {

  private static final int TEST_SAMPLES = 1000;

  @Override
  public SimulationSpec spec() {
    return Spec.SPEC;
  }

  /**
   * Counts the steps times a factorisation, the kernel and the gradient; data and their distances
   * once.
   */
  @Override
  public double cost(Params params) {
    double n = params.get(Inputs.NUM_SAMPLES);
    double p = params.get(Inputs.DIMENSION);
    double steps = params.get(Inputs.MAX_STEPS);
    double evaluations = params.get(Inputs.STEP_RULE) == StepRule.ARMIJO ? 1.5 : 1;
    double pairs = n * n / 2;
    double evaluation = n * n * n / 3 + pairs * 25 + pairs * p;
    double data = 60 * (n + TEST_SAMPLES) * p + 3 * pairs * p + 30 * n * TEST_SAMPLES;
    return data + steps * (evaluations * evaluation + 2 * pairs * p);
  }

  @Override
  public Outcome run(Trial trial, Streams streams, Recorder recorder) {
    Settings settings = new Settings(trial.params());
    RegressionData data = RegressionData.training(settings, streams);
    Run run = new Run(settings, data, recorder);
    Status status = run.descend();
    if (status == Status.DIVERGED) {
      return run.outcome(status, Double.NaN);
    }
    run.ridge().certify();
    if (settings.loss == Loss.LOGISTIC) {
      return run.outcome(status, Double.NaN); // labels have no squared error
    }
    Prediction prediction =
        new Prediction(data, run.ridge().coefficients(), run.weights().beta(), settings);
    RegressionData test = RegressionData.test(settings, TEST_SAMPLES, streams);
    return run.outcome(status, prediction.meanSquaredError(test));
  }
}
