package io.gradsweep.workers.own;

import io.gradsweep.results.outcome.Outcome;
import io.gradsweep.results.outcome.Status;
import io.gradsweep.results.random.RandomStream;
import io.gradsweep.results.random.Streams;
import io.gradsweep.results.trial.Trial;
import io.gradsweep.workers.api.RateFit;
import io.gradsweep.workers.api.Recorder;
import io.gradsweep.workers.api.TrialStopped;
import io.gradsweep.workers.api.UnusableParameter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The steps of one trial: counts them, records them, keeps the budget and the time limit, fits the
 * rate to the error, and ends a trial whose error is not finite three steps running. The first pass
 * of a loop is step 1; reports before it belong to step 0, the start.
 *
 * <p>The rate is fitted to the error of 64 steps, evenly spread over the budget in their
 * logarithms, as for programs: it does not depend on the recording of a sweep.
 */
public final class Steps {

  private static final int NON_FINITE_RUNNING = 3;

  private final Trial trial;
  private final Streams streams;
  private final Recorder recorder;
  private final OwnDeclaration declared;
  private final OwnSimulation instance;
  private final double[] row;
  private final RateFit fit = RateFit.whole();

  private long budget = -1;
  private long step;
  private boolean wanted;
  private boolean reported;
  private long[] curve;
  private int nextOfCurve;
  private double error = Double.NaN;
  private double loss = Double.NaN;
  private double time = Double.NaN;
  private int nonFinite;
  private Status status;
  private String reason;

  Steps(
      Trial trial,
      Streams streams,
      Recorder recorder,
      OwnDeclaration declared,
      OwnSimulation instance) {
    this.trial = trial;
    this.streams = streams;
    this.recorder = recorder;
    this.declared = declared;
    this.instance = instance;
    row = new double[1 + declared.metrics()];
  }

  /**
   * Begins the next step: {@code while (steps.next(10_000)) { … }}.
   *
   * @param most the budget, the same at each call
   * @return false if the budget is used up, or the trial has ended
   * @throws TrialStopped if the time limit is used up; pass it on
   */
  public boolean next(long most) {
    if (budget < 0) {
      begin(most);
    } else if (most != budget) {
      throw new IllegalArgumentException(
          "Cannot change the budget of a trial: %d after %d steps".formatted(most, budget));
    }
    endStep(false);
    if (status != null || step >= budget) {
      return false;
    }
    step++;
    reported = false;
    wanted = recorder.step(step);
    return true;
  }

  private void begin(long most) {
    if (most < 0) {
      throw new IllegalArgumentException(
          "Cannot take steps: %d (must be at least 0)".formatted(most));
    }
    budget = most;
    recorder.begin(most);
    if (reported) {
      wanted = recorder.step(0);
    }
    curve = declared.curve(most);
    nextOfCurve = reported ? 0 : 1;
  }

  /** Records the metrics of a step whose pass is over, if it is wanted or the last. */
  private void endStep(boolean isLast) {
    boolean isOfCurve = nextOfCurve < curve.length && step >= curve[nextOfCurve];
    if (reported && (isOfCurve || isLast)) {
      if (fit.wants(step)) {
        fit.add(Double.isNaN(time) ? step : time, error);
      }
      while (nextOfCurve < curve.length && curve[nextOfCurve] <= step) {
        nextOfCurve++;
      }
    }
    if (wanted || isLast) {
      row[0] = reported ? error : Double.NaN;
      declared.write(instance, row);
      recorder.record(time, row);
      wanted = false;
    }
  }

  /** The number of the present step: 1 in the first pass of a loop, 0 before it. */
  public long step() {
    return step;
  }

  /**
   * Whether the present step is recorded: a metric that is expensive to compute is needed only
   * then, and at the last step.
   */
  public boolean wanted() {
    return wanted;
  }

  /** The repetition of the configuration, from 0. */
  public long replicate() {
    return trial.replicate();
  }

  /** As {@link Recorder#scratch}: what the trial leaves there, its next attempt finds. */
  public Path scratch() {
    return recorder.scratch();
  }

  /** Random numbers for a purpose, different in each replicate, the same for all parameters. */
  public RandomStream random(String purpose) {
    return streams.perReplicate(purpose);
  }

  /** Random numbers for a purpose, the same in all trials of a sweep. */
  public RandomStream randomOfStudy(String purpose) {
    return streams.perStudy(purpose);
  }

  /** Reports the error of the present step, from which the rate is fitted. */
  public void error(double value) {
    error = value;
    reported = true;
    nonFinite = Double.isFinite(value) ? 0 : nonFinite + 1;
    if (nonFinite >= NON_FINITE_RUNNING) {
      diverged("the error is not finite");
    }
  }

  /** The error that was reported last; NaN if none was. */
  public double error() {
    return error;
  }

  /** Reports the loss of the present step: the last one stands in the row. */
  public void loss(double value) {
    loss = value;
  }

  /** Reports the simulated time of the present step; the rate is then one of time. */
  public void time(double value) {
    time = value;
  }

  /** Ends the trial: its criterion holds at this step. */
  public void converged() {
    end(Status.CONVERGED, null);
  }

  /** Ends the trial before its budget is used up. */
  public void notConverged(String why) {
    end(Status.NOT_CONVERGED, why);
  }

  /** Ends the trial: it left the finite numbers, or a bound on growth. */
  public void diverged(String why) {
    end(Status.DIVERGED, why);
  }

  /** Ends the trial: it left the set on which its problem is defined. */
  public void leftDomain(String why) {
    end(Status.LEFT_DOMAIN, why);
  }

  /**
   * Refuses the trial's inputs: they do not fit together.
   *
   * @param rule what would be right, such as "width must be at least depth"
   */
  public UnusableParameter refuse(String rule) {
    throw new UnusableParameter("Cannot run %s (%s)".formatted(trial.simulation().name(), rule));
  }

  private void end(Status how, String why) {
    if (status == null) { // the first end counts
      status = how;
      reason = why;
    }
  }

  /** The outcome of the trial, after it has returned. */
  Outcome outcome() {
    if (budget < 0) {
      begin(0);
    }
    endStep(true);
    Status ended = status == null ? Status.NOT_CONVERGED : status;
    boolean hasError = ended == Status.CONVERGED || ended == Status.NOT_CONVERGED;
    return new Outcome(
        ended,
        Optional.ofNullable(reason),
        new Outcome.Length(
            step, ended == Status.CONVERGED ? OptionalLong.of(step) : OptionalLong.empty(), time),
        loss,
        hasError ? error : Double.NaN,
        fit.estimate(),
        Double.NaN,
        declared.measurements(instance));
  }
}
