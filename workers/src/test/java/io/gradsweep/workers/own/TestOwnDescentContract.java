package io.gradsweep.workers.own;

import io.gradsweep.results.trial.ParamValue;
import io.gradsweep.workers.SimulationContract;
import io.gradsweep.workers.api.Simulation;
import java.util.List;
import java.util.Map;

class TestOwnDescentContract extends SimulationContract {

  private static final Simulation DESCENT = new OwnDescent();

  @Override
  protected Simulation simulation() {
    return DESCENT;
  }

  @Override
  protected Map<String, ParamValue> smallest() {
    return Map.of("max_steps", ParamValue.of(20));
  }

  @Override
  protected List<Map<String, ParamValue>> extremes() {
    return List.of(
        Map.of("step_size", ParamValue.of(10.0)),
        Map.of("step_size", ParamValue.of(Double.MIN_VALUE)),
        Map.of("max_steps", ParamValue.of(0)),
        Map.of("shift", ParamValue.of(1e300)));
  }
}
