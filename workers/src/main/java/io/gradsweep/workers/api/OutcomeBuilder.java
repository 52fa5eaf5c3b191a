package io.gradsweep.workers.api;

import io.gradsweep.results.outcome.Outcome;
import io.gradsweep.results.outcome.RateEstimate;
import io.gradsweep.results.outcome.Status;
import io.gradsweep.results.trial.SimulationSpec;
import java.util.Optional;
import java.util.OptionalLong;

/** Collects a trial's measurements, by the declared names. A number left at NaN is not measured. */
public final class OutcomeBuilder {

  private final SimulationSpec spec;
  private final Object[] measurements;
  private Status status = Status.NOT_CONVERGED;
  private String reason;
  private long steps;
  private OptionalLong stepsToTarget = OptionalLong.empty();
  private double time = Double.NaN;
  private double finalLoss = Double.NaN;
  private double finalError = Double.NaN;
  private RateEstimate rate = RateEstimate.NONE;
  private double predictedRate = Double.NaN;

  public OutcomeBuilder(SimulationSpec spec) {
    this.spec = spec;
    measurements = new Object[spec.measurements().size()];
  }

  public OutcomeBuilder status(Status value) {
    status = value;
    return this;
  }

  /** A finer word for the status; null for none. */
  public OutcomeBuilder reason(String value) {
    reason = value;
    return this;
  }

  /** Steps executed. */
  public OutcomeBuilder steps(long value) {
    steps = value;
    return this;
  }

  /** First step that met the target. Not called if none did. */
  public OutcomeBuilder stepsToTarget(long value) {
    stepsToTarget = OptionalLong.of(value);
    return this;
  }

  public OutcomeBuilder time(double value) {
    time = value;
    return this;
  }

  public OutcomeBuilder finalLoss(double value) {
    finalLoss = value;
    return this;
  }

  public OutcomeBuilder finalError(double value) {
    finalError = value;
    return this;
  }

  public OutcomeBuilder rate(RateEstimate value) {
    rate = value;
    return this;
  }

  public OutcomeBuilder predictedRate(double value) {
    predictedRate = value;
    return this;
  }

  public OutcomeBuilder measure(String name, double value) {
    return put(name, value);
  }

  /** Measures a number that may be absent: one that is not finite is not measured. */
  public OutcomeBuilder measureIfFinite(String name, double value) {
    return Double.isFinite(value) ? put(name, value) : this;
  }

  public OutcomeBuilder measure(String name, long value) {
    return put(name, value);
  }

  public OutcomeBuilder measure(String name, boolean value) {
    return put(name, value);
  }

  public OutcomeBuilder measure(String name, String value) {
    return put(name, value);
  }

  private OutcomeBuilder put(String name, Object value) {
    int index =
        spec.measurementIndex(name)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "Cannot measure '%s' (not declared by %s)".formatted(name, spec.name())));
    measurements[index] = value;
    return this;
  }

  public Outcome build() {
    return new Outcome(
        status,
        Optional.ofNullable(reason),
        new Outcome.Length(steps, stepsToTarget, time),
        finalLoss,
        finalError,
        rate,
        predictedRate,
        measurements.clone());
  }
}
