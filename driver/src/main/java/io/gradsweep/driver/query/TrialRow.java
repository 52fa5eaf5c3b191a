package io.gradsweep.driver.query;

import io.gradsweep.results.trial.ParamValue;
import io.gradsweep.results.trial.ParameterSpec;
import io.gradsweep.results.trial.SimulationSpec;
import io.gradsweep.results.trial.Trial;
import java.util.LinkedHashMap;
import java.util.Map;

/** Turns a row back into its trial, which a row determines completely. */
public final class TrialRow {

  private TrialRow() {}

  /**
   * @param row values by column name; a parameter that the row does not have is left to the
   *     declaration
   */
  public static Trial trial(SimulationSpec simulation, Map<String, Object> row) {
    Map<String, ParamValue> values = new LinkedHashMap<>();
    for (ParameterSpec parameter : simulation.parameters()) {
      if (row.containsKey(parameter.name()) || parameter.identityDefault().isPresent()) {
        values.put(parameter.name(), parameter.ofColumn(row.get(parameter.name())));
      }
    }
    return new Trial(
        simulation.resolve(values),
        ((Number) row.get("seed")).longValue(),
        ((Number) row.get("replicate")).longValue());
  }

  /** The value of a column of a row; unset for null, and for what is no finite number. */
  public static ParamValue value(Object column) {
    boolean isFinite = !(column instanceof Double real) || Double.isFinite(real);
    return isFinite ? ParamValue.ofColumn(column) : ParamValue.unset();
  }
}
