package io.gradsweep.workers.simulations.deepequilibrium;

import io.gradsweep.results.outcome.Outcome;
import io.gradsweep.results.outcome.Status;
import io.gradsweep.results.random.Streams;
import io.gradsweep.workers.api.OutcomeBuilder;
import io.gradsweep.workers.api.RateFit;
import io.gradsweep.workers.api.Recorder;
import java.util.Optional;

/**
 * One trial: steps until the stopping rule applies, and monitors gap, bounds, conservation and
 * growth.
 */
final class Run {

  /** A run has diverged if its loss is this many times the first one. */
  private static final double MOST_GROWTH = 1e6;

  private final Settings settings;
  private final Recorder recorder;
  private final TrainedModel model;
  private final Optional<ImplicitModel> implicit;
  private final Optional<RateBound> bound;
  private final double[] parameters;
  private final double[] gradient;
  private final double[] columnSums;
  private final double stepSize;
  private final double stepSizeLimit;
  private final ParameterStep integrator;
  private final RateFit rate;
  private final Report report;

  private long step;
  private double gap;
  private double firstLoss;
  private double minInstantRate = Double.POSITIVE_INFINITY;
  private long increases;
  private final double[] reached = {Double.NaN, Double.NaN};

  Run(Settings settings, Streams streams, Recorder recorder) {
    this.settings = settings;
    this.recorder = recorder;
    Data data = Data.draw(settings, streams);
    Objective objective = Objective.of(settings, data);
    model = TrainedModel.of(settings, data, objective);
    implicit = model instanceof ImplicitModel m ? Optional.of(m) : Optional.empty();
    bound = implicit.map(m -> new RateBound(settings, m, objective));
    parameters = model.start(streams);
    gradient = new double[parameters.length];
    columnSums = implicit.isPresent() ? columnSums() : new double[0];
    stepSizeLimit = stepSizeLimit(objective);
    stepSize = settings.stepSize * (settings.stepSizeOfLimit ? stepSizeLimit : 1);
    integrator = new ParameterStep(model, parameters.length, settings.flow, stepSize);
    rate = settings.window.fit();
    report = new Report(settings, data, objective, model);
  }

  /** NaN if it is not needed. */
  private double stepSizeLimit(Objective objective) {
    if (!settings.stepSizeOfLimit && !settings.trackOperator) {
      return Double.NaN;
    }
    ImplicitModel m = implicit.orElseThrow();
    m.evaluate(parameters, gradient);
    return WeightOperator.stepSizeLimit(m, objective.curvature());
  }

  Outcome runToEnd() {
    long budget = settings.budget(stepSize);
    recorder.begin(budget);
    Status status = null;
    double before = Double.POSITIVE_INFINITY;
    while (status == null) {
      gap = model.evaluate(parameters, gradient);
      boolean wanted = recorder.step(step);
      if (step == 0) {
        firstLoss = loss();
      }
      increases += gap <= before ? 0 : 1; // NaN counts as an increase
      before = gap;
      if (!(loss() <= MOST_GROWTH * firstLoss)) {
        status = Status.DIVERGED;
        break;
      }
      observe(budget);
      if (wanted) {
        record();
      }
      status = statusAt(budget);
      if (status == null) {
        integrator.step(parameters, gradient);
        step++;
      }
    }
    record();
    return build(status);
  }

  private double loss() {
    return model.optimalLoss() + gap;
  }

  /** Time of the flow that the method follows. */
  private double flowTime() {
    return step * stepSize;
  }

  private double time() {
    return settings.flow ? flowTime() : Double.NaN;
  }

  /** Null while the trial goes on. */
  private Status statusAt(long budget) {
    if (gap <= settings.tolerance) {
      return Status.CONVERGED;
    }
    return step >= budget ? Status.NOT_CONVERGED : null;
  }

  private void observe(long budget) {
    if (rate.wants(step)) {
      rate.add(settings.flow ? flowTime() : step, gap);
    }
    reach(0, 1e-3);
    reach(1, 1e-6);
    double squares = OutputLoss.sumOfSquares(gradient);
    if (gap > 0) {
      minInstantRate = Math.min(minInstantRate, squares / gap);
    }
    if (bound.isPresent()) {
      RateBound b = bound.get();
      b.step(gap);
      boolean last = step >= budget || gap <= settings.tolerance;
      boolean due = step % settings.trackEvery == 0; // recording never triggers a look
      if (last || due || b.isOutpacing(squares / gap, gap)) {
        b.look(flowTime(), gap, gradient);
      }
    }
  }

  private void reach(int which, double level) {
    if (Double.isNaN(reached[which]) && gap <= level) {
      reached[which] = flowTime();
    }
  }

  private double[] columnSums() {
    int m = settings.width;
    double[] sums = new double[m];
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < m; j++) {
        sums[j] += parameters[i * m + j];
      }
    }
    return sums;
  }

  private double columnSumDrift() {
    double[] now = columnSums();
    double drift = 0;
    for (int j = 0; j < now.length; j++) {
      drift = Math.max(drift, Math.abs(now[j] - columnSums[j]));
    }
    return drift;
  }

  private void record() {
    int m = settings.width;
    double a = Double.NaN;
    double b = Double.NaN;
    if (model.weights().isPresent()) {
      a = norm(0, m * m);
      b = norm(m * m, gradient.length);
    }
    bound.ifPresent(RateBound::measureNow);
    recorder.record(
        time(),
        loss(),
        gap,
        model.gradientNorm(),
        a,
        b,
        bound.map(RateBound::lambdaNow).orElse(Double.NaN),
        bound.map(RateBound::normNow).orElse(Double.NaN),
        implicit.map(x -> x.layer().entropy()).orElse(Double.NaN));
  }

  private double norm(int from, int to) {
    double sum = 0;
    for (int i = from; i < to; i++) {
      sum += gradient[i] * gradient[i];
    }
    return Math.sqrt(sum);
  }

  private Outcome build(Status status) {
    boolean diverged = status == Status.DIVERGED;
    OutcomeBuilder outcome =
        new OutcomeBuilder(Spec.SPEC)
            .status(status)
            .steps(step)
            .time(time())
            .finalLoss(loss())
            .finalError(gap)
            .rate(rate.estimate())
            .measure("initial_loss", firstLoss)
            .measure("equilibrium_gain", 1 / (1 - settings.gamma))
            .measure("effective_step_size", stepSize)
            .measure("loss_increases", increases);
    outcome.measureIfFinite("rate_min_instant", minInstantRate);
    outcome.measureIfFinite("step_size_limit", stepSizeLimit);
    outcome.measureIfFinite("time_to_gap_1e_3", reached[0]);
    outcome.measureIfFinite("time_to_gap_1e_6", reached[1]);
    if (implicit.isPresent()) {
      outcome.measureIfFinite("col_sum_drift", columnSumDrift());
    }
    if (status == Status.CONVERGED) {
      outcome.stepsToTarget(step);
    }
    bound.ifPresent(b -> putBounds(outcome, b));
    if (!diverged) {
      report.measure(outcome, status == Status.CONVERGED, stepSize);
    }
    return outcome.build();
  }

  private void putBounds(OutcomeBuilder outcome, RateBound b) {
    outcome.measureIfFinite("kappa", b.kappa());
    outcome.measureIfFinite("rate_bound_worst", b.worstRate());
    outcome.measure("worst_bound_holds", b.worstHolds());
    boolean holds = b.worstHolds();
    if (b.knownBefore()) {
      outcome.measureIfFinite("kappa_before", b.kappaBefore());
      outcome.measureIfFinite("rate_bound_before", b.rateBefore());
      outcome.measure("bound_before_holds", b.boundBeforeHolds());
      holds &= b.boundBeforeHolds();
    }
    if (settings.trackOperator) {
      outcome.measureIfFinite("lambda_t", b.lambda());
      outcome.measureIfFinite("u_norm_max", Math.sqrt(b.squaredNorm()));
      outcome.measureIfFinite("rate_bound", 2 * b.kappa() * b.lambda());
      outcome.measureIfFinite("rate_bound_u", 2 * b.kappa() / b.squaredNorm());
      outcome.measure("bound_holds", b.holds());
      holds &= b.holds();
    }
    outcome.measureIfFinite("trust_region_difference", b.trustRegionDifference());
    outcome.measureIfFinite("trust_region_multiplier_error", b.trustRegionMultiplierError());
    if (!holds) {
      outcome.reason(settings.flow ? "linear_rate_violated" : "discretisation");
    }
  }
}
