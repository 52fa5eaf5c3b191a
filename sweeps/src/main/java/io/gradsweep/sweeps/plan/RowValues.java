package io.gradsweep.sweeps.plan;

import io.gradsweep.results.trial.ParamValue;

/** The values of a combination of parameters, or of a row of trials, by index. */
public interface RowValues {

  /** The value at an index; {@link ParamValue#unset} if there is none. */
  ParamValue value(int index);
}
