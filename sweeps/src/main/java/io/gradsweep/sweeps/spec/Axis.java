package io.gradsweep.sweeps.spec;

import io.gradsweep.results.trial.ParamValue;
import java.util.List;

/**
 * One parameter with its values.
 *
 * @param values as written or drawn, before the parameter's declaration reads them
 * @param written their text in the sweep file: one value, a list, or an expression
 * @param position their position; ignored when axes are compared
 */
public record Axis(String name, List<ParamValue> values, List<String> written, Position position) {

  public Axis {
    values = List.copyOf(values);
    written = List.copyOf(written);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Axis that && name.equals(that.name) && values.equals(that.values);
  }

  @Override
  public int hashCode() {
    return name.hashCode() * 31 + values.hashCode();
  }
}
