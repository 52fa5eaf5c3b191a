package io.gradsweep.workers.simulations.kldivergence;

import io.gradsweep.results.outcome.Outcome;
import io.gradsweep.results.outcome.RateEstimate;
import io.gradsweep.results.outcome.Status;
import io.gradsweep.workers.api.OutcomeBuilder;
import io.gradsweep.workers.api.RateFit;
import io.gradsweep.workers.api.Recorder;

/**
 * One trial: steps until the stopping rule applies, and monitors criterion, domain, growth and
 * rates.
 */
final class Run {

  /** A run has diverged if its loss is this many times the first one. */
  private static final double MOST_GROWTH = 1e3;

  private static final long NEVER = -1;

  private final Settings settings;
  private final TargetDistribution target;
  private final Theory theory;
  private final Dynamics dynamics;
  private final Recorder recorder;
  private final RateFit tail;
  private final RateFit whole = RateFit.whole();

  private long step;
  private double excess;
  private double minSeen = Double.POSITIVE_INFINITY;
  private long firstHit = NEVER;
  private long settledAt = NEVER;

  private double tailSum;
  private long tailSteps;

  private double mostLoss = Double.POSITIVE_INFINITY;

  /** Null while the trial goes on. */
  private Status status;

  Run(
      Settings settings,
      TargetDistribution target,
      double[] start,
      Noise noise,
      Recorder recorder) {
    this.settings = settings;
    this.target = target;
    this.recorder = recorder;
    settings.requireInvertible(target.interior());
    theory = Theory.of(settings, target);
    dynamics = new Dynamics(settings, theory.stepSize(), target.empirical(), start, noise);
    tail = settings.window.fit();
  }

  Outcome runToEnd() {
    begin();
    boolean wanted = recorder.step(step);
    observe();
    while (status == null) {
      if (wanted) {
        record();
      }
      dynamics.step();
      step++;
      wanted = recorder.step(step);
      observe();
    }
    return outcome();
  }

  /** Announces the budget. */
  void begin() {
    recorder.begin(settings.maxSteps);
  }

  /** Decides whether the trial goes on at the current point. */
  void observe() {
    double[] p = dynamics.p();
    observe(Simplex.min(p), Simplex.divergence(target.empirical(), dynamics.e(), p));
  }

  /** The same at the next point, to which a lane has moved. */
  void observeNext(double least, double divergence) {
    step++;
    observe(least, divergence);
  }

  private void observe(double least, double divergence) {
    minSeen = Math.min(minSeen, least);
    if (least <= 0 && !settings.theta) {
      status = Status.LEFT_DOMAIN;
      excess = Double.NaN;
      return;
    }
    excess = divergence;
    if (step == 0) {
      mostLoss = MOST_GROWTH * loss();
    }
    if (!(loss() <= mostLoss)) {
      status = Status.DIVERGED;
      return;
    }
    fit();
    status = statusAfter();
  }

  boolean hasEnded() {
    return status != null;
  }

  Dynamics dynamics() {
    return dynamics;
  }

  /** The events that end the trial before its budget does. */
  LaneEnds ends() {
    return new LaneEnds(
        target.entropy(),
        mostLoss,
        stopsAtDivergence() ? settings.stopKl : Double.NEGATIVE_INFINITY);
  }

  private double loss() {
    return target.entropy() + excess;
  }

  private double time() {
    return settings.flow ? step * settings.stepSize : Double.NaN;
  }

  private void fit() {
    double t = settings.flow ? step * settings.stepSize : step;
    if (tail.wants(step)) {
      tail.add(t, excess);
    }
    if (whole.wants(step)) {
      whole.add(t, excess);
    }
    if (2 * step > settings.maxSteps) {
      tailSum += excess;
      tailSteps++;
    }
  }

  private boolean stopsAtDivergence() {
    return settings.flow && settings.stopKl > 0;
  }

  private boolean meetsCriterion() {
    if (stopsAtDivergence()) {
      return excess <= settings.stopKl;
    }
    return settings.relativeCriterion
        ? loss() < (1 + settings.tolerance) * target.entropy()
        : excess < settings.tolerance;
  }

  /** Null while the trial goes on. */
  private Status statusAfter() {
    boolean meets = meetsCriterion();
    if (meets) {
      firstHit = firstHit == NEVER ? step : firstHit;
      settledAt = settledAt == NEVER ? step : settledAt;
    } else {
      settledAt = NEVER;
    }
    boolean ends = step >= settings.maxSteps || meets && stopsAtDivergence();
    return !ends ? null : meets ? Status.CONVERGED : Status.NOT_CONVERGED;
  }

  /** KL(q‖p): the deviations from q are those from the samples, shifted. */
  private double error() {
    double[] q = target.q();
    double[] empirical = target.empirical();
    if (q == empirical) {
      return excess;
    }
    double[] e = new double[q.length];
    for (int i = 0; i < e.length; i++) {
      e[i] = dynamics.e()[i] + (empirical[i] - q[i]);
    }
    return Simplex.divergence(q, e, dynamics.p());
  }

  void record() {
    recorder.record(
        time(),
        error(),
        loss(),
        dynamics.gradientNorm(),
        Simplex.min(dynamics.p()),
        settings.flow ? dynamics.dissipation() / excess : Double.NaN);
  }

  /** Records the last step, and builds the outcome. */
  Outcome outcome() {
    record();
    OutcomeBuilder outcome =
        new OutcomeBuilder(Spec.SPEC)
            .status(status)
            .steps(step)
            .time(time())
            .finalLoss(loss())
            .finalError(status == Status.LEFT_DOMAIN ? Double.NaN : error())
            .rate(tail.estimate())
            .predictedRate(theory.rate())
            .measure("min_empirical_loss", target.entropy())
            .measure("excess_loss", excess)
            .measure("max_probability", target.maxProbability())
            .measure("lambda_min", target.lambdaMin())
            .measure("lambda_max", target.lambdaMax())
            .measure("guard_activations", dynamics.guardActivations())
            .measure("min_probability_seen", minSeen);
    if (target.interior()) {
      outcome.measure("condition_number", target.lambdaMax() / target.lambdaMin());
      outcome.measure("stable_step_size_limit", theory.stepSizeLimit());
    }
    if (settings.noisy() && tailSteps > 0 && status != Status.LEFT_DOMAIN) {
      outcome.measure("noise_floor", tailSum / tailSteps);
    }
    outcome.measureIfFinite("noise_floor_theory", theory.noiseFloor());
    RateEstimate wholeRate = whole.estimate();
    if (wholeRate.isPresent()) {
      outcome.measure("rate_whole_run", wholeRate.rate());
    }
    if (!settings.flow) {
      outcome.measure("effective_step_size", theory.stepSize());
      outcome.measureIfFinite("contraction_theory", theory.contraction());
    }
    if (firstHit != NEVER) {
      outcome.stepsToTarget(firstHit);
    }
    if (status == Status.CONVERGED) {
      outcome.measure("convergence_iteration", settledAt + 1);
      if (settings.flow) {
        outcome.measure("convergence_time", settledAt * settings.stepSize);
      }
    }
    return outcome.build();
  }
}
