package io.gradsweep.workers.simulations.kldivergence;

import io.gradsweep.results.trial.ParamValue;
import io.gradsweep.workers.SimulationContract;
import io.gradsweep.workers.api.Simulation;
import java.util.List;
import java.util.Map;

class TestKlDivergenceContract extends SimulationContract {

  @Override
  protected Simulation simulation() {
    return new KlDivergence();
  }

  @Override
  protected Map<String, ParamValue> smallest() {
    return Map.of(
        "optimizer", ParamValue.of("gradient"),
        "time_mode", ParamValue.of("discrete"),
        "step_size", ParamValue.of(0.001),
        "time_step", ParamValue.of(0.01),
        "horizon", ParamValue.of(1.0));
  }

  @Override
  protected List<Map<String, ParamValue>> extremes() {
    return List.of(
        Map.of("dimension", ParamValue.of(1)),
        Map.of("dimension", ParamValue.of(300), "max_steps", ParamValue.of(3)),
        Map.of("step_size", ParamValue.of(0.0)),
        Map.of("step_size", ParamValue.of(1e300)),
        Map.of("step_size", ParamValue.of(1e300), "simplex_guard", ParamValue.of("none")),
        Map.of("step_size", ParamValue.of(1e300), "coordinate_system", ParamValue.of("theta")),
        Map.of("num_samples", ParamValue.of(1)),
        Map.of("num_samples", ParamValue.of(3), "simplex_guard", ParamValue.of("none")),
        Map.of("distribution", ParamValue.of("dirichlet"), "concentration", ParamValue.of(1e-3)),
        Map.of("affine_scale", ParamValue.of(1e-300)),
        Map.of("max_steps", ParamValue.of(1)));
  }
}
