package io.gradsweep.workers.contract;

import io.gradsweep.results.columns.Column;
import io.gradsweep.results.columns.TrialTable;
import io.gradsweep.results.outcome.Provenance;
import io.gradsweep.results.trial.MetricSpec;
import io.gradsweep.results.trial.ParamValue;
import io.gradsweep.results.trial.ParameterSpec;
import io.gradsweep.results.trial.Trial;
import io.gradsweep.workers.run.Trajectory;
import io.gradsweep.workers.run.TrialRun;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/** Finds the first bit in which two runs of one trial differ, provenance aside. */
public final class Differences {

  private static final Provenance NONE = new Provenance(Instant.EPOCH, 0, "", 0, "");

  private Differences() {}

  /** The column or the recorded number, with both values; empty if there is none. */
  public static Optional<String> first(TrialRun one, TrialRun other) {
    return row(one, other)
        .or(() -> curve(one, other))
        .map(difference -> "%s: %s".formatted(words(one.trial()), difference));
  }

  private static Optional<String> row(TrialRun one, TrialRun other) {
    TrialTable table = TrialTable.of(one.trial().simulation());
    Object[] left = table.row("", one.trial(), one.outcome(), NONE);
    Object[] right = table.row("", other.trial(), other.outcome(), NONE);
    List<Column> columns = table.columns();
    for (int i = 0; i < left.length; i++) {
      if (!Objects.equals(left[i], right[i])) {
        return Optional.of("%s is %s, then %s".formatted(columns.get(i).name(), left[i], right[i]));
      }
    }
    return Optional.empty();
  }

  private static Optional<String> curve(TrialRun one, TrialRun other) {
    Trajectory left = one.trajectory();
    Trajectory right = other.trajectory();
    if (left.size() != right.size()) {
      return Optional.of("%d recorded steps, then %d".formatted(left.size(), right.size()));
    }
    List<MetricSpec> metrics = one.trial().simulation().metrics();
    for (int row = 0; row < left.size(); row++) {
      if (left.step(row) != right.step(row)) {
        return Optional.of(
            "a recorded step is %d, then %d".formatted(left.step(row), right.step(row)));
      }
      if (differ(left.time(row), right.time(row))) {
        return Optional.of(at(left.step(row), "time", left.time(row), right.time(row)));
      }
      for (int m = 0; m < metrics.size(); m++) {
        if (differ(left.metric(row, m), right.metric(row, m))) {
          String name = metrics.get(m).name();
          return Optional.of(at(left.step(row), name, left.metric(row, m), right.metric(row, m)));
        }
      }
    }
    return Optional.empty();
  }

  private static boolean differ(double one, double other) {
    return Double.compare(one, other) != 0;
  }

  private static String at(long step, String name, double one, double other) {
    return "%s of step %d is %s, then %s".formatted(name, step, one, other);
  }

  /** The parameters that are not at their defaults, and the replicate, as on a command line. */
  static String words(Trial trial) {
    List<ParameterSpec> parameters = trial.simulation().parameters();
    String values =
        parameters.stream()
            .filter(p -> !p.defaultValue().equals(Optional.of(value(trial, p))))
            .map(p -> p.name() + "=" + value(trial, p).text() + " ")
            .collect(Collectors.joining());
    return "%sreplicate=%d seed=%d".formatted(values, trial.replicate(), trial.seed());
  }

  private static ParamValue value(Trial trial, ParameterSpec parameter) {
    return trial.params().value(parameter.name());
  }
}
