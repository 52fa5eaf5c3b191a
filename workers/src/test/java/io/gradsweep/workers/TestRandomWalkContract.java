package io.gradsweep.workers;

import io.gradsweep.results.trial.ParamValue;
import io.gradsweep.workers.api.Simulation;
import java.util.Map;

class TestRandomWalkContract extends SimulationContract {

  @Override
  protected Simulation simulation() {
    return new RandomWalk();
  }

  @Override
  protected Map<String, ParamValue> smallest() {
    return Map.of();
  }
}
