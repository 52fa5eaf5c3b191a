package io.gradsweep.results.columns;

import io.gradsweep.results.trial.SimulationSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The table of the edges that were searched for along an axis: a row for each combination of the
 * other parameters and each replicate. No stored part of a study has it.
 */
public final class BoundaryTable {

  /** The columns of the edge itself, after its combination and before what was measured there. */
  public static final List<Column> EDGE =
      List.of(
          column("lower", ColumnType.DOUBLE, "-", "lower end of the bracket"),
          column("upper", ColumnType.DOUBLE, "-", "upper end of the bracket"),
          column("boundary", ColumnType.DOUBLE, "-", "the middle of a narrow bracket"),
          column("crossings", ColumnType.INT64, "1", "neighbours along the axis that differ"),
          column("trials", ColumnType.INT64, "1", "values of the axis that were looked at"),
          column("state", ColumnType.STRING, "-", "how far the search has come"));

  private BoundaryTable() {}

  /**
   * The columns: those of {@code trials}, with the edge in place of the axis and without those of
   * provenance. All but the combination are of the trial at the lower end.
   */
  public static List<Column> columns(SimulationSpec simulation, String axis) {
    List<Column> columns = new ArrayList<>();
    for (Column column : TrialTable.of(simulation).columns()) {
      if (column.name().equals("status")) {
        columns.addAll(EDGE);
      }
      if (!column.name().equals(axis) && !TrialTable.provenanceNames().contains(column.name())) {
        columns.add(column);
      }
    }
    return List.copyOf(columns);
  }

  /** Names of columns of the edge that the simulation has columns of its own for. */
  public static List<String> clashes(SimulationSpec simulation) {
    Set<String> own =
        TrialTable.of(simulation).columns().stream().map(Column::name).collect(Collectors.toSet());
    return EDGE.stream().map(Column::name).filter(own::contains).toList();
  }

  /** Whether a column is of the edge. */
  public static boolean isOfEdge(String name) {
    return EDGE.stream().anyMatch(column -> column.name().equals(name));
  }

  private static Column column(String name, ColumnType type, String unit, String about) {
    return new Column(0, name, type, unit, NullRule.WHERE_ABSENT, 2, about);
  }
}
