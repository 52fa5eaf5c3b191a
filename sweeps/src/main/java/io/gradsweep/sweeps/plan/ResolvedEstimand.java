package io.gradsweep.sweeps.plan;

import io.gradsweep.results.columns.BoundaryTable;
import io.gradsweep.results.columns.Column;
import io.gradsweep.results.columns.RunningCost;
import io.gradsweep.results.columns.TrialTable;
import io.gradsweep.results.trial.SimulationSpec;
import io.gradsweep.sweeps.refine.BoundaryState;
import io.gradsweep.sweeps.spec.Estimand;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An estimand whose names are columns of a study.
 *
 * @param of its number, or the condition of its share
 * @param end the column that says how a row ended
 * @param cost what the runs spend, for the expected running time
 */
public record ResolvedEstimand(
    Estimand estimand, ColumnExpression of, String end, Optional<RunningCost> cost) {

  private static final String STATUS = "status";
  private static final String STATE = "state";

  /**
   * @param columns those that a row of a trial, or of an edge has; a row has its values in their
   *     order
   * @throws IllegalArgumentException if it names what is no column, or is no number; the message
   *     says where
   */
  public static ResolvedEstimand of(
      Estimand estimand, List<Column> columns, SimulationSpec simulation) {
    boolean ofEdges = columns.containsAll(BoundaryTable.EDGE);
    try {
      String condition =
          ofEdges && estimand.isSuccess()
              ? "%s == '%s'".formatted(STATE, BoundaryState.FOUND.word())
              : estimand.of();
      ColumnExpression expression =
          estimand.isShare()
              ? ColumnExpression.condition(condition, columns, simulation)
              : ColumnExpression.number(estimand.of(), columns, simulation);
      Optional<RunningCost> cost =
          estimand.isErt() ? Optional.of(cost(estimand, columns, simulation)) : Optional.empty();
      return new ResolvedEstimand(estimand, expression, ofEdges ? STATE : STATUS, cost);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("%s: %s".formatted(estimand, e.getMessage()));
    }
  }

  private static RunningCost cost(
      Estimand estimand, List<Column> columns, SimulationSpec simulation) {
    Column column =
        columns.stream()
            .filter(one -> one.name().equals(estimand.of()))
            .findFirst()
            .orElseThrow(
                () -> new IllegalArgumentException("ert is of a column alone, not of a formula"));
    return TrialTable.of(simulation)
        .runningCost(column.name())
        .orElseThrow(() -> new IllegalArgumentException("ert of " + RunningCost.fault(column)));
  }

  /** The columns whose values it needs. */
  public List<String> names() {
    List<String> names = new ArrayList<>(of.names());
    names.add(end);
    cost.ifPresent(spent -> names.add(spent.spent()));
    return names.stream().distinct().sorted().toList();
  }
}
