package io.gradsweep.results.columns;

import java.util.Optional;
import java.util.Set;

/**
 * A column of step counts or times that runs spend: the only kind of column with an expected
 * running time. A run that succeeds spends the column's value; any other run spends its whole
 * duration.
 *
 * @param column the column
 * @param spent column with the total that a run spent, in the same unit
 * @param nullIsNever whether having a value means that a run succeeded, whatever its status
 */
public record RunningCost(String column, String spent, boolean nullIsNever) {

  private static final Set<String> UNITS =
      Set.of(
          "step",
          "steps",
          "iteration",
          "iterations",
          "epoch",
          "epochs",
          "evaluation",
          "evaluations",
          "time",
          "ns",
          "us",
          "µs",
          "ms",
          "s",
          "second",
          "seconds",
          "min",
          "minute",
          "minutes",
          "h",
          "hour",
          "hours");

  /** The reason why a column has no expected running time, in words. */
  public static String fault(Column column) {
    return "%s, in unit '%s' (must be a step count or a time that runs spend, such as steps_to_target)"
        .formatted(column.name(), column.unit());
  }

  /**
   * Returns the cost for a column of a run's effort, or for a declared measurement in a unit of
   * steps or of time.
   */
  static Optional<RunningCost> of(Column column) {
    if (!column.type().isNumeric() || !UNITS.contains(column.unit())) {
      return Optional.empty();
    }
    String spent =
        switch (column.unit()) {
          case "step", "steps" -> "steps";
          case "time" -> "time";
          case "ns" -> "wall_time_ns";
          default -> column.name();
        };
    boolean nullIsNever = column.name().equals("steps_to_target");
    return Optional.of(new RunningCost(column.name(), spent, nullIsNever));
  }
}
