package io.gradsweep.driver.analysis;

import io.gradsweep.results.trial.ParamValue;
import io.gradsweep.sweeps.plan.RowValues;
import java.util.List;

/**
 * A trial with the values of some columns, by their place among all columns; the others are unset.
 *
 * @param group its values of the columns that make the groups
 * @param streams its base seed and replicate: trials in which they are equal share random numbers
 */
public record TrialValues(List<Object> group, List<Object> streams, ParamValue[] values)
    implements RowValues {

  @Override
  public ParamValue value(int index) {
    ParamValue value = values[index];
    return value == null ? ParamValue.unset() : value;
  }
}
