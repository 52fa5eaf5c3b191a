package io.gradsweep.workers.run;

import io.gradsweep.results.outcome.FailureKind;
import io.gradsweep.results.outcome.Outcome;
import io.gradsweep.results.outcome.RateEstimate;
import io.gradsweep.results.outcome.Status;
import io.gradsweep.results.trial.MeasurementSpec;
import io.gradsweep.results.trial.SimulationSpec;
import java.util.List;
import java.util.Optional;

/**
 * Checks that a simulation returned a valid outcome: declared types, finite numbers if the status
 * promises them, no status that only the runner decides. An invalid one becomes a failed outcome.
 */
final class OutcomeCheck {

  private final List<MeasurementSpec> declared;

  OutcomeCheck(SimulationSpec spec) {
    declared = spec.measurements();
  }

  Outcome checked(Outcome outcome, long stepsSeen) {
    Optional<String> fault = outcome == null ? Optional.of("null") : fault(outcome);
    if (fault.isPresent()) {
      return Outcome.cutOff(
          Status.FAILED, FailureKind.RETURNED.reason(fault.get()), stepsSeen, declared.size());
    }
    return outcome.status() == Status.DIVERGED || outcome.status() == Status.LEFT_DOMAIN
        ? withoutInfinities(outcome)
        : outcome;
  }

  private Optional<String> fault(Outcome outcome) {
    if (!outcome.status().decidedByMathematics()) {
      return Optional.of("status " + outcome.status().word() + ", which only the runner decides");
    }
    if (outcome.measurements().length != declared.size()) {
      return Optional.of(
          "%d measurements (declared: %d)"
              .formatted(outcome.measurements().length, declared.size()));
    }
    if (outcome.steps() < 0) {
      return Optional.of(outcome.steps() + " steps");
    }
    return measurementFault(outcome).or(() -> numberFault(outcome));
  }

  private Optional<String> measurementFault(Outcome outcome) {
    for (int i = 0; i < declared.size(); i++) {
      Object value = outcome.measurements()[i];
      MeasurementSpec spec = declared.get(i);
      if (value != null && !isOf(spec, value)) {
        return Optional.of(
            "%s for %s (declared: %s)"
                .formatted(value.getClass().getSimpleName(), spec.name(), spec.type().words()));
      }
      if (promisesNumbers(outcome.status()) && value instanceof Double x && !Double.isFinite(x)) {
        return Optional.of("%s for %s".formatted(x, spec.name()));
      }
    }
    return Optional.empty();
  }

  private static boolean isOf(MeasurementSpec spec, Object value) {
    return switch (spec.type()) {
      case WHOLE -> value instanceof Long;
      case REAL -> value instanceof Double;
      case TEXT -> value instanceof String;
      case FLAG -> value instanceof Boolean;
    };
  }

  private static boolean promisesNumbers(Status status) {
    return status == Status.CONVERGED || status == Status.NOT_CONVERGED;
  }

  /** NaN means "not measured" in the envelope, but a final error is required. */
  private static Optional<String> numberFault(Outcome outcome) {
    if (!promisesNumbers(outcome.status())) {
      return Optional.empty();
    }
    if (Double.isNaN(outcome.finalError()) && Double.isNaN(outcome.finalLoss())) {
      return Optional.of("NaN for final_error and final_loss");
    }
    if (Double.isInfinite(outcome.finalError()) || Double.isInfinite(outcome.finalLoss())) {
      return Optional.of(
          "%s for final_error, %s for final_loss"
              .formatted(outcome.finalError(), outcome.finalLoss()));
    }
    RateEstimate rate = outcome.rate();
    if (rate.isPresent() && !Double.isFinite(rate.rate())) {
      return Optional.of("%s for rate".formatted(rate.rate()));
    }
    return Optional.empty();
  }

  /** A diverged trial may end in infinities; its columns are null there. */
  private static Outcome withoutInfinities(Outcome outcome) {
    Object[] measurements = outcome.measurements().clone();
    for (int i = 0; i < measurements.length; i++) {
      if (measurements[i] instanceof Double x && !Double.isFinite(x)) {
        measurements[i] = null;
      }
    }
    return outcome.with(measurements);
  }
}
