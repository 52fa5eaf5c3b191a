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
   * @param row values by column name; a parameter added after the row was written is missing, or
   *     null among newer rows, and has its identity default
   */
  public static Trial trial(SimulationSpec simulation, Map<String, Object> row) {
    Map<String, ParamValue> values = new LinkedHashMap<>();
    for (ParameterSpec parameter : simulation.parameters()) {
      Object column = row.get(parameter.name());
      if (column == null && parameter.identityDefault().isPresent()) {
        values.put(parameter.name(), parameter.identityDefault().get());
      } else if (row.containsKey(parameter.name())) {
        values.put(parameter.name(), value(column));
      }
    }
    return new Trial(
        simulation.resolve(values),
        ((Number) row.get("seed")).longValue(),
        ((Number) row.get("replicate")).longValue());
  }

  /** The value of a column of a row; unset for null, and for what is no finite number. */
  public static ParamValue value(Object column) {
    if (column == null) {
      return ParamValue.unset();
    }
    if (column instanceof Double real) {
      return Double.isFinite(real) ? ParamValue.of(real.doubleValue()) : ParamValue.unset();
    }
    if (column instanceof Boolean flag) {
      return ParamValue.of(flag.booleanValue());
    }
    if (column instanceof Number whole) {
      return ParamValue.of(whole.longValue());
    }
    return ParamValue.of(column.toString());
  }
}
