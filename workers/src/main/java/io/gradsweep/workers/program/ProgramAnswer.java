package io.gradsweep.workers.program;

import io.gradsweep.results.outcome.FailureKind;
import io.gradsweep.results.outcome.Outcome;
import io.gradsweep.results.outcome.RateEstimate;
import io.gradsweep.results.outcome.Status;
import io.gradsweep.results.trial.MeasurementSpec;
import io.gradsweep.results.trial.MetricSpec;
import io.gradsweep.workers.run.Reasons;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** A program's answer for one trial, while it is read. The first fault counts. */
final class ProgramAnswer {

  private final ProgramSpec spec;
  final Object[] measurements;
  final boolean[] given;

  /** Id of the request; null if the answer does not say. */
  Long id;

  String status;
  String reason;
  long steps;
  Long stepsToTarget;
  double time = Double.NaN;
  double predictedRate = Double.NaN;

  /** Null if the answer does not say, in contrast to NaN. */
  Double finalLoss;

  Double finalError;
  Double rate;
  Curve curve;
  private String fault;

  ProgramAnswer(ProgramSpec spec) {
    this.spec = spec;
    measurements = new Object[spec.simulation().measurements().size()];
    given = new boolean[measurements.length];
  }

  void wrong(String what) {
    if (fault == null) {
      fault = what;
    }
  }

  /** The first fault; if there is none, another text. */
  String faultOr(String other) {
    return fault == null ? other : fault;
  }

  /** The recorded steps; none of a faulty answer. */
  Curve curve() {
    return curve == null || fault != null ? Curve.NONE : curve;
  }

  /** The outcome given by the answer. */
  Outcome outcome() {
    Optional<Status> ended = fault == null ? status() : Optional.empty();
    if (ended.isPresent() && ended.get() != Status.FAILED) {
      findFault(ended.get());
    }
    if (fault != null) {
      return failed(spec, FailureKind.RETURNED.reason(fault), steps);
    }
    if (ended.orElseThrow() == Status.FAILED) {
      String why =
          reason == null || reason.isBlank()
              ? FailureKind.RETURNED.reason("failed, without a reason")
              : reason;
      return failed(spec, why, steps);
    }
    boolean finite = promisesNumbers(ended.get());
    return new Outcome(
        ended.get(),
        Optional.ofNullable(reason).filter(text -> !text.isBlank()).map(Reasons::line),
        new Outcome.Length(
            steps,
            stepsToTarget == null ? OptionalLong.empty() : OptionalLong.of(stepsToTarget),
            time),
        finalLoss == null ? Double.NaN : finalLoss,
        finalError == null ? Double.NaN : finalError,
        rate(),
        predictedRate,
        finite ? measurements : withoutInfinities());
  }

  /** The outcome of a trial that has none. */
  static Outcome failed(ProgramSpec spec, String reason, long steps) {
    return Outcome.cutOff(
        Status.FAILED, Reasons.line(reason), steps, spec.simulation().measurements().size());
  }

  private Optional<Status> status() {
    if (status == null) {
      wrong("no status");
      return Optional.empty();
    }
    if (!Status.words().contains(status)) {
      wrong(
          "status '%s' (must be converged, not_converged, diverged, left_domain or failed)"
              .formatted(Reasons.line(status)));
      return Optional.empty();
    }
    Status ended = Status.of(status);
    if (ended == Status.TIMED_OUT) {
      wrong("status %s, which only the runner decides".formatted(status));
    }
    return Optional.of(ended);
  }

  private static boolean promisesNumbers(Status status) {
    return status == Status.CONVERGED || status == Status.NOT_CONVERGED;
  }

  private void findFault(Status ended) {
    if (steps < 0) {
      wrong("%d steps".formatted(steps));
    }
    if (!promisesNumbers(ended)) {
      return;
    }
    requireFinite("final_error", finalError);
    requireFinite("final_loss", finalLoss);
    requireFinite("rate", rate);
    List<MeasurementSpec> declared = spec.simulation().measurements();
    for (int i = 0; i < measurements.length; i++) {
      if (!given[i]) {
        wrong("no %s (declared as a measurement)".formatted(declared.get(i).name()));
      }
      requireFinite(
          declared.get(i).name(), measurements[i] instanceof Double number ? number : null);
    }
    if (curve == null && !spec.simulation().metrics().isEmpty()) {
      wrong(
          "no metrics (declared: %s)"
              .formatted(
                  String.join(
                      ", ", spec.simulation().metrics().stream().map(MetricSpec::name).toList())));
    }
  }

  private void requireFinite(String name, Double number) {
    if (number != null && !Double.isFinite(number)) {
      wrong("%s for %s".formatted(number, name));
    }
  }

  private Object[] withoutInfinities() {
    Object[] finite = measurements.clone();
    for (int i = 0; i < finite.length; i++) {
      if (finite[i] instanceof Double number && !Double.isFinite(number)) {
        finite[i] = null;
      }
    }
    return finite;
  }

  /** The answer's rate, or one fitted to its curve. */
  private RateEstimate rate() {
    if (rate != null && Double.isFinite(rate)) {
      int points = Math.max(1, curve == null ? 0 : curve.size());
      return new RateEstimate(rate, Double.NaN, Double.NaN, points, Double.NaN, Double.NaN);
    }
    List<MetricSpec> metrics = spec.simulation().metrics();
    for (int m = 0; m < metrics.size(); m++) {
      if (metrics.get(m).fitted() && curve != null) {
        return curve.rate(m);
      }
    }
    return RateEstimate.NONE;
  }
}
