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
  private long firstHit = Seen.NEVER;
  private long settledAt = Seen.NEVER;

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

  private void observe(double least, double divergence) {
    minSeen = Math.min(minSeen, least);
    status = statusIfBroken(least, divergence);
    if (status == null) {
      fit();
      boolean meets = meetsCriterion();
      notice(meets);
      status = statusAfter(meets);
    }
  }

  /**
   * The same after steps that a lane has made, of which only the last may have ended the trial. The
   * lane knows the least probability and when the criterion was met; see {@link #saw}.
   *
   * @param least at the last step
   * @param divergences of the steps, from {@code from} on, each {@code by} after the one before
   */
  void observeMoved(int steps, double least, double[] divergences, int from, int by) {
    long first = step + 1;
    step += steps;
    status = statusIfBroken(least, divergences[from + (steps - 1) * by]);
    int whole = status == null ? steps : steps - 1;
    fit(first, divergences, from, by, whole);
    if (status == null) {
      status = statusAfter(meetsCriterion());
    }
  }

  /** Sets the excess loss; returns null if the trial is in its domain and has not diverged. */
  private Status statusIfBroken(double least, double divergence) {
    if (least <= 0 && !settings.theta) {
      excess = Double.NaN;
      return Status.LEFT_DOMAIN;
    }
    excess = divergence;
    if (step == 0) {
      mostLoss = MOST_GROWTH * loss();
    }
    return loss() <= mostLoss ? null : Status.DIVERGED;
  }

  Seen seen() {
    return new Seen(minSeen, firstHit, settledAt);
  }

  /** Takes what a lane has seen. A step that broke the trial meets no criterion. */
  void saw(Seen seen) {
    boolean broken = status == Status.LEFT_DOMAIN || status == Status.DIVERGED;
    minSeen = seen.least();
    firstHit = broken && seen.firstHit() == step ? Seen.NEVER : seen.firstHit();
    settledAt = seen.settledAt();
  }

  boolean hasEnded() {
    return status != null;
  }

  Dynamics dynamics() {
    return dynamics;
  }

  LaneEnds ends() {
    double none = Double.NEGATIVE_INFINITY;
    boolean stops = stopsAtDivergence();
    boolean relative = settings.relativeCriterion;
    return new LaneEnds(
        target.entropy(),
        mostLoss,
        stops ? settings.stopKl : none,
        stops ? Math.nextUp(settings.stopKl) : relative ? none : settings.tolerance,
        !stops && relative ? lossOfCriterion() : none);
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

  private void fit(long first, double[] divergences, int from, int by, int count) {
    double timeStep = settings.flow ? settings.stepSize : 1;
    tail.addSteps(first, timeStep, divergences, from, by, count);
    whole.addSteps(first, timeStep, divergences, from, by, count);
    if (settings.noisy()) {
      for (long next = Math.max(first, settings.maxSteps / 2 + 1); next < first + count; next++) {
        tailSum += divergences[from + (int) (next - first) * by];
        tailSteps++;
      }
    }
  }

  private boolean stopsAtDivergence() {
    return settings.flow && settings.stopKl > 0;
  }

  private boolean meetsCriterion() {
    if (stopsAtDivergence()) {
      return excess <= settings.stopKl;
    }
    return settings.relativeCriterion ? loss() < lossOfCriterion() : excess < settings.tolerance;
  }

  private double lossOfCriterion() {
    return (1 + settings.tolerance) * target.entropy();
  }

  private void notice(boolean meets) {
    if (meets) {
      firstHit = firstHit == Seen.NEVER ? step : firstHit;
      settledAt = settledAt == Seen.NEVER ? step : settledAt;
    } else {
      settledAt = Seen.NEVER;
    }
  }

  /** Null while the trial goes on. */
  private Status statusAfter(boolean meets) {
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
    if (firstHit != Seen.NEVER) {
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
