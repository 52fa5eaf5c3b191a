package io.gradsweep.workers;

import io.gradsweep.results.trial.ParamValue;
import io.gradsweep.workers.api.Simulation;
import java.util.Map;
import org.junit.jupiter.api.Disabled;

class TestQuadraticContract extends SimulationContract {

  @Override
  protected Simulation simulation() {
    return new Quadratic();
  }

  @Override
  protected Map<String, ParamValue> smallest() {
    return Map.of();
  }

  @Override
  @Disabled("its choices are the faults that TestInlineRunner provokes")
  void everyChoiceIsFiniteOrExplained() {}
}
