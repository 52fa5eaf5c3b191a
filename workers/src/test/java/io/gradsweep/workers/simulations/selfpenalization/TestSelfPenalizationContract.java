package io.gradsweep.workers.simulations.selfpenalization;

import io.gradsweep.results.trial.ParamValue;
import io.gradsweep.workers.SimulationContract;
import io.gradsweep.workers.api.Simulation;
import java.util.List;
import java.util.Map;

class TestSelfPenalizationContract extends SimulationContract {

  @Override
  protected Simulation simulation() {
    return new SelfPenalization();
  }

  @Override
  protected Map<String, ParamValue> smallest() {
    return Map.of(
        "num_samples", ParamValue.of(30),
        "dimension", ParamValue.of(5),
        "max_steps", ParamValue.of(60));
  }

  @Override
  protected List<Map<String, ParamValue>> extremes() {
    ParamValue fixed = ParamValue.of("fixed");
    ParamValue square = ParamValue.of("w_square");
    return List.of(
        Map.of("num_samples", ParamValue.of(2)),
        Map.of("dimension", ParamValue.of(2)),
        Map.of("dimension", ParamValue.of(300), "max_steps", ParamValue.of(3)),
        Map.of("max_steps", ParamValue.of(0)),
        Map.of("noise", ParamValue.of(1e6)),
        Map.of("noise", ParamValue.of(0.0), "ridge", ParamValue.of(1e-300)),
        Map.of("ridge", ParamValue.of(1e6)),
        Map.of("step_rule", fixed, "step_size", ParamValue.of(1e300)),
        Map.of("step_rule", fixed, "step_size", ParamValue.of(1e300), "parametrization", square),
        Map.of("step_rule", fixed, "step_size", ParamValue.of(1e-300)),
        Map.of("beta_max", ParamValue.of(1e-300)),
        Map.of("init_scale", ParamValue.of(1e6)),
        Map.of("tolerance", ParamValue.of(1e-300)),
        Map.of("step_cap", ParamValue.of(1e300)));
  }
}
