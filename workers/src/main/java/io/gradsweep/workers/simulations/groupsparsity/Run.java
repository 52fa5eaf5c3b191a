package io.gradsweep.workers.simulations.groupsparsity;

import io.gradsweep.results.outcome.Outcome;
import io.gradsweep.results.outcome.Status;
import io.gradsweep.workers.api.OutcomeBuilder;
import io.gradsweep.workers.api.RateFit;
import io.gradsweep.workers.api.Recorder;

/**
 * One trial: iterates until the budget is used, and monitors errors, windows, growth and turns of
 * v.
 */
final class Run {

  /** A run has diverged if a weight is beyond this. */
  private static final double MOST_WEIGHT = 1e6;

  /** Without noise the oracle is exact; then an error of this share of ‖w*‖² is good enough. */
  private static final double LEAST_TARGET = 1e-8;

  /** The rate is fitted from this share of ‖w*‖² down to this multiple of the oracle's error. */
  private static final double RATE_OPENS = 1e-2;

  private static final double RATE_CLOSES = 10;
  private static final double LEAST_RATE_ERROR = 1e-24;

  private static final double OSCILLATES_BELOW = 0.99;
  private static final double OVERFITS_BEYOND = 2;

  private final Settings settings;
  private final RegressionProblem problem;
  private final Estimator method;
  private final Recorder recorder;
  private final Theory theory;
  private final IterateChoice choice;
  private final IterateChoice refits;
  private final Growth growth;
  private final Turns turns = new Turns();
  private final RateFit rate;
  private final double target;

  private long step;
  private double error;
  private double largest;
  private double validationError;
  private long windowStart = -1;
  private long windowEnd = -1;
  private long windowLength;
  private double offSupportAtWindow = Double.NaN;

  Run(Settings settings, RegressionProblem problem, Recorder recorder) {
    this.settings = settings;
    this.problem = problem;
    this.recorder = recorder;
    method = Estimator.of(settings, problem);
    theory = Theory.of(settings);
    choice = new IterateChoice(settings, problem);
    refits = new IterateChoice(settings, problem);
    growth = new Growth(settings, problem.truth());
    double size = problem.squaredError(new double[settings.dimension]);
    double oracle = Double.isNaN(problem.oracle()) ? 0 : problem.oracle();
    target = Math.max(2 * oracle, LEAST_TARGET * size);
    double low = Math.max(RATE_CLOSES * oracle, LEAST_RATE_ERROR * size);
    rate = RateFit.within(low, Math.max(2 * low, RATE_OPENS * size));
  }

  Outcome runToEnd() {
    begin();
    while (true) {
      boolean wanted = recorder.step(step);
      problem.validation().multiplyColumns(method.weights());
      look();
      if (hasEnded()) {
        return outcome();
      }
      if (wanted) {
        record();
      }
      method.step();
      moved();
    }
  }

  void begin() {
    recorder.begin(method.budget());
  }

  Estimator method() {
    return method;
  }

  RegressionProblem problem() {
    return problem;
  }

  /** Counts a step that the method has made. */
  void moved() {
    step++;
    turns.add(method.turn());
  }

  /** Takes notice of the present iterate, whose product with the validation rows has been made. */
  void look() {
    measure();
    if (!diverged()) {
      observe();
    }
  }

  boolean hasEnded() {
    return diverged() || step >= method.budget() || method.finished();
  }

  /** Records the last step, and says what has come out. */
  Outcome outcome() {
    record();
    return build(diverged());
  }

  private boolean diverged() {
    return !(largest <= MOST_WEIGHT);
  }

  /** Measures the errors of the present iterate, and its largest weight. */
  private void measure() {
    double[] w = method.weights();
    error = problem.squaredError(w);
    double max = 0;
    for (double x : w) {
      max = Math.max(max, Math.abs(x));
    }
    largest = max;
    validationError = choice.validationError();
  }

  private void observe() {
    if (method.candidate()) {
      choice.offer(step, method.weights(), error, validationError);
      if (method.selectsGroups()) {
        problem.training().refit(method.weights()).ifPresent(this::offerRefit);
      }
    }
    if (rate.wants(step)) {
      rate.add(step, error);
    }
    growth.observe(step, method.weights());
    if (error < target) {
      if (windowLength == 0) {
        windowStart = step;
        offSupportAtWindow = offSupportMax();
      }
      windowEnd = step;
      windowLength++;
    }
  }

  private void offerRefit(double[] w) {
    refits.offer(step, w, problem.squaredError(w), refits.validationError(w));
  }

  private double loss() {
    double square = 0;
    for (double r : method.residual()) {
      square += r * r;
    }
    return settings.lossScale * square / (2 * settings.samples);
  }

  private double offSupportMax() {
    double max = 0;
    double[] w = method.weights();
    for (int i = settings.support(); i < w.length; i++) {
      max = Math.max(max, Math.abs(w[i]));
    }
    return max;
  }

  void record() {
    double[] u = method.gates();
    int active = Math.min(settings.activeGroups, u.length);
    recorder.record(
        Double.NaN,
        loss(),
        error,
        validationError,
        offSupportMax(),
        u.length == 0 ? Double.NaN : -largest(u, 0, active, -1),
        u.length == 0 ? Double.NaN : largest(u, 0, active, 1),
        u.length == active ? Double.NaN : largest(u, active, u.length, 1),
        cosine(-1),
        cosine(1));
  }

  private static double largest(double[] u, int from, int to, int sign) {
    double max = Double.NEGATIVE_INFINITY;
    for (int l = from; l < to; l++) {
      max = Math.max(max, sign * Math.abs(u[l]));
    }
    return max;
  }

  /** The largest (sign 1) or the least (sign -1) cosine of w_l and w_l*; 0 if w_l is 0. */
  private double cosine(int sign) {
    int g = settings.groupSize;
    double[] w = method.weights();
    double[] truth = problem.truth();
    double max = Double.NEGATIVE_INFINITY;
    for (int l = 0; l < settings.activeGroups; l++) {
      double dot = 0;
      for (int i = l * g; i < (l + 1) * g; i++) {
        dot += w[i] * truth[i];
      }
      double norms = GroupThreshold.norm(w, l, g) * GroupThreshold.norm(truth, l, g);
      max = Math.max(max, sign * (norms == 0 ? 0 : dot / norms));
    }
    return sign * max;
  }

  /**
   * A trial has converged if the weights are recovered: the iterate that a user would select has at
   * most twice the oracle's error.
   */
  private Outcome build(boolean diverged) {
    OutcomeBuilder outcome =
        new OutcomeBuilder(Spec.SPEC)
            .steps(step)
            .finalLoss(finite(loss()))
            .finalError(finite(error))
            .rate(rate.estimate())
            .predictedRate(theory.rate());
    if (windowLength > 0) {
      outcome.stepsToTarget(windowStart);
      outcome.measure("window_start", windowStart);
      outcome.measure("window_end", windowEnd);
      outcome.measure("off_support_max_window", offSupportAtWindow);
    }
    outcome.measure("window_length", windowLength);
    if (diverged) {
      outcome.status(Status.DIVERGED).reason("diverged");
    } else {
      judge(outcome);
      outcome.measureIfFinite("off_support_max_final", offSupportMax());
      outcome.measureIfFinite("direction_cos_min", cosine(-1));
      if (settings.noise > 0) {
        outcome.measureIfFinite("ratio_to_oracle", error / problem.oracle());
      }
    }
    measureRun(outcome);
    return outcome.build();
  }

  private void judge(OutcomeBuilder outcome) {
    if (turns.median() < OSCILLATES_BELOW) {
      outcome.status(Status.NOT_CONVERGED).reason("oscillating");
    } else if (choice.selectedError() <= target) {
      outcome.status(Status.CONVERGED).reason("recovered");
    } else if (choice.bestError() <= target && error > OVERFITS_BEYOND * target) {
      outcome.status(Status.NOT_CONVERGED).reason("overfitted");
    } else {
      outcome.status(Status.NOT_CONVERGED).reason("not_recovered");
    }
  }

  private void measureRun(OutcomeBuilder outcome) {
    choice.measure(outcome);
    outcome.measureIfFinite("sq_error_refit", finite(refits.selectedError()));
    growth.measure(outcome);
    outcome.measureIfFinite("oracle_sq_error", problem.oracle());
    outcome.measureIfFinite("min_norm_sq_error", problem.minNormError().orElse(Double.NaN));
    outcome.measureIfFinite("snr", problem.signalToNoise());
    outcome.measureIfFinite("step_size_limit", theory.stepSizeLimit());
    outcome.measureIfFinite("growth_step_first_theory", theory.firstGrowth());
    outcome.measureIfFinite("growth_step_last_theory", theory.lastGrowth());
    outcome.measureIfFinite("turn_median", turns.median());
    outcome.measureIfFinite("balance_drift_max", method.balanceDrift());
    outcome.measureIfFinite("order_gap", method.orderGap());
    outcome.measureIfFinite("duality_gap_max", method.dualityGap());
    if (method.switchedAt() >= 0) {
      outcome.measure("switch_iteration_actual", method.switchedAt());
    }
  }

  private static double finite(double x) {
    return Double.isFinite(x) ? x : Double.NaN;
  }
}
