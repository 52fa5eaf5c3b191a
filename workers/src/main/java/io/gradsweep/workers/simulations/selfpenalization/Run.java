package io.gradsweep.workers.simulations.selfpenalization;

import io.gradsweep.results.outcome.Outcome;
import io.gradsweep.results.outcome.Status;
import io.gradsweep.workers.api.OutcomeBuilder;
import io.gradsweep.workers.api.Recorder;
import java.util.Arrays;

/** One trial: descends until the point is stationary, in rounds if features are selected. */
final class Run {

  /**
   * If the mean kernel is below this, the weights have run away: K is the identity, and ∇J is 0.
   */
  private static final double COLLAPSED_BELOW = 1e-3;

  private final Settings settings;
  private final PairDistances distances;
  private final KernelRidge ridge;
  private final FeatureWeights weights;
  private final Recorder recorder;
  private final boolean[] selected;
  private final double objectiveAtOrigin;
  private final double[] gradientAtOrigin;

  private long step;
  private long rounds = 1;
  private double kktResidual;
  private String reason;

  Run(Settings settings, RegressionData data, Recorder recorder) {
    this.settings = settings;
    this.recorder = recorder;
    int p = settings.dimension;
    distances = new PairDistances(data.columns(), settings.power);
    ridge = new KernelRidge(distances, data.y(), settings.ridge, settings.profile, settings.loss);
    selected = new boolean[p];
    gradientAtOrigin = new double[p];
    objectiveAtOrigin = ridge.objective(new double[p]);
    ridge.gradient(gradientAtOrigin);
    double[] start = new double[p];
    Arrays.fill(start, settings.fromZero ? 0 : settings.initScale / p);
    weights = new FeatureWeights(settings, ridge, start);
  }

  /** The solver at the last weights. */
  KernelRidge ridge() {
    return ridge;
  }

  FeatureWeights weights() {
    return weights;
  }

  Status descend() {
    recorder.begin(settings.maxSteps);
    Status status = null;
    while (status == null) {
      boolean wanted = recorder.step(step);
      kktResidual = weights.kktResidual();
      if (wanted) {
        record();
      }
      status = statusHere();
      if (status == null && !weights.step()) {
        reason = "line_search_stalled";
        status = Status.NOT_CONVERGED;
      } else if (status == null) {
        step++;
      }
    }
    record();
    return status;
  }

  /** Null while the trial goes on. */
  private Status statusHere() {
    if (!weights.finite()) {
      reason = "not_finite";
      return Status.DIVERGED;
    }
    if (ridge.meanOffDiagonal() < COLLAPSED_BELOW) {
      reason = "collapsed";
      return Status.DIVERGED;
    }
    if (kktResidual < settings.tolerance && !startsAnotherRound()) {
      return Status.CONVERGED;
    }
    return step >= settings.maxSteps ? Status.NOT_CONVERGED : null;
  }

  /**
   * Adds the support to the selected features, and starts another round if there are more than
   * before.
   */
  private boolean startsAnotherRound() {
    boolean grown = false;
    double[] beta = weights.beta();
    for (int l = 0; settings.wrapped && l < beta.length; l++) {
      grown |= beta[l] != 0 && !selected[l];
      selected[l] |= beta[l] != 0;
    }
    if (grown) {
      rounds++;
      weights.restart(selected);
    }
    return grown;
  }

  private void record() {
    double[] beta = weights.beta();
    Support support = Support.of(beta, settings.signal);
    recorder.record(
        Double.NaN,
        weights.objective(),
        kktResidual,
        support.size(),
        support.noiseMin(),
        support.noiseMax(),
        beta[0],
        beta[1],
        ridge.rkhsNormSquared());
  }

  /**
   * Builds the outcome of a trial that ended with a status.
   *
   * @param testError mean squared error on fresh samples; NaN if the descent diverged
   */
  Outcome outcome(Status status, double testError) {
    Support support = Support.of(weights.beta(), settings.signal);
    OutcomeBuilder outcome =
        new OutcomeBuilder(Spec.SPEC)
            .status(status)
            .reason(reason)
            .steps(step)
            .finalLoss(weights.objective())
            .measure("objective_convention", "half")
            .measure("support_size", support.size())
            .measure("true_positives", support.truePositives())
            .measure("false_positives", support.falsePositives())
            .measure("exact_support", support.exact())
            .measure("kkt_residual", kktResidual)
            .measure("rkhs_norm_sq", ridge.rkhsNormSquared())
            .measure("train_mse", ridge.trainError())
            .measure("n_lambda_sq", settings.numSamples * settings.ridge * settings.ridge)
            .measure("kernel_offdiag_mean", ridge.meanOffDiagonal())
            .measure("underflows", weights.underflows())
            .measure("rounds", rounds)
            .measureIfFinite("test_mse", testError);
    if (status == Status.CONVERGED) {
      outcome.stepsToTarget(step);
    }
    measureOrigin(outcome);
    measureNoiseGradients(outcome, support);
    return outcome.build();
  }

  /**
   * Measures nothing if the ridge is so small that, with rounding, a kernel of ones looks singular.
   */
  private void measureOrigin(OutcomeBuilder outcome) {
    if (!Double.isFinite(objectiveAtOrigin)) {
      return;
    }
    int matter = settings.signal.features();
    int p = settings.dimension;
    outcome
        .measure("objective_ratio", weights.objective() / objectiveAtOrigin)
        .measure("origin_gradient_max", Arrays.stream(gradientAtOrigin).max().orElseThrow());
    if (matter > 0) {
      double signal = mean(gradientAtOrigin, 0, matter);
      outcome
          .measure("origin_gradient_signal", signal)
          .measure("origin_gradient_size", Math.abs(signal));
    }
    if (matter < p) {
      outcome.measure("origin_gradient_noise", mean(gradientAtOrigin, matter, p));
    }
  }

  private void measureNoiseGradients(OutcomeBuilder outcome, Support support) {
    int matter = settings.signal.features();
    int p = settings.dimension;
    if (matter < p) {
      double[] gradient = weights.gradient();
      outcome
          .measure("exact_zero_noise_fraction", support.exactZeroNoiseFraction())
          .measure("noise_beta_max", support.noiseMax())
          .measure("noise_gradient_min", Arrays.stream(gradient, matter, p).min().orElseThrow())
          .measure("noise_gradient_mean", mean(gradient, matter, p))
          .measure("noise_gradient_predicted", selfPenalty());
    }
  }

  /**
   * The mean derivative along noise features of weight 0, for h = e^-z: (λ/2) mean(D_l) (‖f‖² -
   * mean(r²)/(nλ²)), where mean(r²)/(nλ²) = Σ a². D_l, being independent of all else, is replaced
   * by its mean.
   */
  private double selfPenalty() {
    int matter = settings.signal.features();
    double meanDistance = 0;
    for (int l = matter; l < settings.dimension; l++) {
      meanDistance += distances.mean(l) / (settings.dimension - matter);
    }
    double offDiagonal = ridge.rkhsNormSquared() - ridge.coefficientsSquared();
    return 0.5 * settings.ridge * meanDistance * offDiagonal;
  }

  private static double mean(double[] x, int from, int to) {
    return Arrays.stream(x, from, to).average().orElseThrow();
  }
}
