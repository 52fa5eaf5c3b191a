package io.gradsweep.sweeps.plan;

import io.gradsweep.results.trial.ParamValue;
import io.gradsweep.results.trial.SimulationSpec;
import io.gradsweep.sweeps.spec.ValueRule;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A condition on a trial's row, in the language of filters: its parameters, {@code status}, {@code
 * reason}, and everything that it measured. The columns that say which trial it is, and when and by
 * whom it was run, are not part of the language, so that a verdict depends on the trial alone.
 */
public final class RowCondition {

  private final Condition condition;
  private final List<String> columns;
  private final Map<Integer, Integer> places = new HashMap<>();

  private RowCondition(Condition condition, ConditionNames names) {
    this.condition = condition;
    columns = names.names().keySet().stream().filter(condition.names()::contains).toList();
    for (int i = 0; i < columns.size(); i++) {
      places.put(names.names().get(columns.get(i)).index(), i);
    }
  }

  /**
   * @throws IllegalArgumentException if the text is not a condition over the columns, or mixes
   *     types; the message says where
   */
  public static RowCondition parse(String text, SimulationSpec simulation) {
    ConditionNames names = ConditionNames.rows(simulation);
    return new RowCondition(ConditionParser.parse(text, names, ValueRule.NEWEST), names);
  }

  /** The columns whose values it needs, each once. */
  public List<String> columns() {
    return columns;
  }

  /**
   * Whether it holds for a row.
   *
   * @param values of {@link #columns()}, in their order: a Boolean, Number or String each, or null
   */
  public boolean holds(List<?> values) {
    return condition.holds(index -> ParamValue.ofColumn(values.get(places.get(index))));
  }
}
