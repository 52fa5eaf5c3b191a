package io.gradsweep.sweeps.plan;

import io.gradsweep.results.columns.Column;
import io.gradsweep.results.trial.SimulationSpec;
import io.gradsweep.sweeps.spec.ValueRule;
import java.util.List;
import java.util.Set;

/**
 * A number or a condition made of columns of trials, in the language of filters. If a column has no
 * value, a number made of it is none either, and no comparison with it holds.
 */
public final class ColumnExpression {

  private final Condition term;

  private ColumnExpression(Condition term) {
    this.term = term;
  }

  /**
   * @param columns those that a row has; a row has its values in their order
   * @throws IllegalArgumentException if the text is no number made of columns; the message says
   *     where
   */
  public static ColumnExpression number(
      String text, List<Column> columns, SimulationSpec simulation) {
    return new ColumnExpression(
        ConditionParser.parseNumber(
            text, ConditionNames.columns(columns, simulation), ValueRule.NEWEST));
  }

  /**
   * @throws IllegalArgumentException if the text is no condition on columns; the message says where
   */
  public static ColumnExpression condition(
      String text, List<Column> columns, SimulationSpec simulation) {
    return new ColumnExpression(
        ConditionParser.parse(text, ConditionNames.columns(columns, simulation), ValueRule.NEWEST));
  }

  /** The columns that it names. */
  public Set<String> names() {
    return term.names();
  }

  /** Its value in a row; NaN for none. */
  public double number(RowValues row) {
    return term.number(row);
  }

  public boolean holds(RowValues row) {
    return term.holds(row);
  }
}
