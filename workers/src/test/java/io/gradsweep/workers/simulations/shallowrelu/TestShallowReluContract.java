package io.gradsweep.workers.simulations.shallowrelu;

import io.gradsweep.results.trial.ParamValue;
import io.gradsweep.workers.SimulationContract;
import io.gradsweep.workers.api.Simulation;
import java.util.List;
import java.util.Map;

class TestShallowReluContract extends SimulationContract {

  @Override
  protected Simulation simulation() {
    return new ShallowRelu();
  }

  @Override
  protected Map<String, ParamValue> smallest() {
    return Map.of(
        "width", ParamValue.of(16),
        "max_steps", ParamValue.of(120),
        "evaluation_grid_size", ParamValue.of(200));
  }

  @Override
  protected List<Map<String, ParamValue>> extremes() {
    return List.of(
        Map.of("width", ParamValue.of(2)),
        Map.of("width", ParamValue.of(3)),
        Map.of("width", ParamValue.of(1_000_000), "max_steps", ParamValue.of(2)),
        Map.of("num_samples", ParamValue.of(2)),
        Map.of("num_samples", ParamValue.of(2), "sample_layout", ParamValue.of("endpoints")),
        Map.of(
            "num_samples", ParamValue.of(10_000),
            "cluster_radius", ParamValue.of(5e-5),
            "evaluation_grid_size", ParamValue.of(50_000)),
        Map.of("num_samples", ParamValue.of(10_000), "cluster_radius", ParamValue.of(1e-5)),
        Map.of("num_samples", ParamValue.of(10_000)),
        Map.of("layer_scale_ratio", ParamValue.of(1e-2)),
        Map.of("layer_scale_ratio", ParamValue.of(1e4)),
        Map.of("knot_half_width", ParamValue.of(0.5)),
        Map.of("knot_half_width", ParamValue.of(1e6)),
        Map.of("step_size", ParamValue.of(1e12)),
        Map.of("step_size", ParamValue.of(1e12), "step_size_mode", ParamValue.of("raw")),
        Map.of("step_size", ParamValue.of(1e-300)),
        Map.of("step_size", ParamValue.of(3.0), "optimizer", ParamValue.of("outer_only_gd")),
        Map.of("noise", ParamValue.of(1e3)),
        Map.of("tolerance", ParamValue.of(0.0)),
        Map.of("tolerance", ParamValue.of(1e9)),
        Map.of("max_steps", ParamValue.of(1)));
  }
}
