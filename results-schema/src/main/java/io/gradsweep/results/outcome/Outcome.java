package io.gradsweep.results.outcome;

import static java.util.Objects.requireNonNull;

import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Outcome of a trial: one row. A number that was not measured is NaN here and null in its column.
 *
 * @param reason a finer word or sentence for the status; empty if the status says all
 * @param predictedRate the theory's rate; NaN if it makes no prediction
 * @param measurements the declared measurements in the order of the declaration: Long, Double,
 *     String, Boolean, or null if not measured
 */
public record Outcome(
    Status status,
    Optional<String> reason,
    Length length,
    double finalLoss,
    double finalError,
    RateEstimate rate,
    double predictedRate,
    Object[] measurements) {

  /**
   * The length of a trial.
   *
   * @param steps steps executed
   * @param stepsToTarget first step that met the target; empty if none did
   * @param time simulated time at the end (flows); NaN for discrete methods
   */
  public record Length(long steps, OptionalLong stepsToTarget, double time) {

    public Length {
      requireNonNull(stepsToTarget, "stepsToTarget is null");
    }

    /** Returns the length of a trial that did not meet its target, and tells no time. */
    public static Length of(long steps) {
      return new Length(steps, OptionalLong.empty(), Double.NaN);
    }
  }

  public Outcome {
    requireNonNull(status, "status is null");
    requireNonNull(reason, "reason is null");
    requireNonNull(length, "length is null");
    requireNonNull(rate, "rate is null");
    requireNonNull(measurements, "measurements is null");
  }

  /** Returns the outcome of a trial that was cut off: only its progress is measured. */
  public static Outcome cutOff(Status status, String reason, long steps, int measurements) {
    return new Outcome(
        status,
        Optional.of(reason),
        Length.of(steps),
        Double.NaN,
        Double.NaN,
        RateEstimate.NONE,
        Double.NaN,
        new Object[measurements]);
  }

  public long steps() {
    return length.steps();
  }

  public OptionalLong stepsToTarget() {
    return length.stepsToTarget();
  }

  public double time() {
    return length.time();
  }

  /** The same outcome with other measurements. */
  public Outcome with(Object[] others) {
    return new Outcome(status, reason, length, finalLoss, finalError, rate, predictedRate, others);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Outcome that
        && status == that.status
        && reason.equals(that.reason)
        && length.equals(that.length)
        && Double.compare(finalLoss, that.finalLoss) == 0
        && Double.compare(finalError, that.finalError) == 0
        && rate.equals(that.rate)
        && Double.compare(predictedRate, that.predictedRate) == 0
        && Arrays.equals(measurements, that.measurements);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(measurements) * 31 + Double.hashCode(finalError);
  }
}
