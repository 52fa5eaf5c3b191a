package io.gradsweep.results.columns;

import io.gradsweep.results.trial.MetricSpec;
import io.gradsweep.results.trial.SimulationSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntToDoubleFunction;

/** The table of recorded steps of one simulation: trial, step, time, one column per metric. */
public final class TrajectoryTable {

  static final List<Column> FIXED =
      List.of(
          new Column(101, "trial_id", ColumnType.STRING, "-", NullRule.NEVER, 1, "the trial"),
          new Column(
              102, "step", ColumnType.INT64, "step", NullRule.NEVER, 1, "steps executed so far"),
          new Column(
              103,
              "time",
              ColumnType.DOUBLE,
              "time",
              NullRule.WHERE_ABSENT,
              1,
              "simulated time; null for discrete methods"));

  private TrajectoryTable() {}

  /** The columns that every table of recorded steps has. */
  public static List<Column> fixedColumns() {
    return FIXED;
  }

  public static List<Column> columns(SimulationSpec simulation) {
    List<Column> columns = new ArrayList<>(FIXED);
    for (MetricSpec metric : simulation.metrics()) {
      if (FIXED.stream().anyMatch(fixed -> fixed.name().equals(metric.name()))) {
        throw new IllegalArgumentException(
            "Cannot declare simulation '%s': metric '%s' (a column of every trajectory table)"
                .formatted(simulation.name(), metric.name()));
      }
      columns.add(
          new Column(
              0,
              metric.name(),
              ColumnType.DOUBLE,
              metric.unit(),
              NullRule.WHERE_ABSENT,
              1,
              metric.about()));
    }
    return List.copyOf(columns);
  }

  /**
   * Writes a recorded step, in the order of {@link #columns}; a number that is not finite is null.
   *
   * @param metrics number of metrics
   * @param metric the value of each
   */
  public static void write(
      RowCells row,
      String trialId,
      long step,
      double time,
      int metrics,
      IntToDoubleFunction metric) {
    row.put(0, trialId);
    row.put(1, step);
    row.putIfFinite(2, time);
    for (int m = 0; m < metrics; m++) {
      row.putIfFinite(FIXED.size() + m, metric.applyAsDouble(m));
    }
  }
}
