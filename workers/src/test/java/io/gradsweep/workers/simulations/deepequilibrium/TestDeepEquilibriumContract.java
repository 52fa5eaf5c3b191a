package io.gradsweep.workers.simulations.deepequilibrium;

import io.gradsweep.results.trial.ParamValue;
import io.gradsweep.workers.SimulationContract;
import io.gradsweep.workers.api.Simulation;
import java.util.List;
import java.util.Map;

class TestDeepEquilibriumContract extends SimulationContract {

  @Override
  protected Simulation simulation() {
    return new DeepEquilibrium();
  }

  @Override
  protected Map<String, ParamValue> smallest() {
    return Map.of(
        "width", ParamValue.of(4),
        "num_samples", ParamValue.of(9),
        "num_test_samples", ParamValue.of(5),
        "max_steps", ParamValue.of(30),
        "track_operator", ParamValue.of(true));
  }

  @Override
  protected List<Map<String, ParamValue>> extremes() {
    ParamValue off = ParamValue.of(false);
    return List.of(
        Map.of("width", ParamValue.of(1)),
        Map.of("width", ParamValue.of(1), "num_samples", ParamValue.of(1)),
        Map.of("width", ParamValue.of(300), "track_operator", off),
        Map.of("width", ParamValue.of(300)),
        Map.of("max_steps", ParamValue.of(0)),
        Map.of("gamma", ParamValue.of(0.0)),
        Map.of("gamma", ParamValue.of(1 - 1e-15)),
        Map.of("step_size", ParamValue.of(1e300)),
        Map.of("step_size", ParamValue.of(1e300), "integrator", ParamValue.of("rk4")),
        Map.of("step_size", ParamValue.of(1e-300), "integrator", ParamValue.of("rk4")),
        Map.of("step_size", ParamValue.of(1e300), "loss", ParamValue.of("logistic")),
        Map.of(
            "model", ParamValue.of("dnn_relu"),
            "step_size", ParamValue.of(1e300),
            "track_operator", off),
        Map.of("model", ParamValue.of("truncated_depth"), "track_operator", off),
        Map.of("model", ParamValue.of("dnn_relu"), "track_operator", off),
        Map.of("loss", ParamValue.of("logistic"), "teacher", ParamValue.of("noise_labels")),
        Map.of("loss", ParamValue.of("cross_entropy"), "output_dimension", ParamValue.of(3)),
        Map.of("trust_region_fraction", ParamValue.of(0.5)),
        Map.of("init_scale", ParamValue.of(1e300)),
        Map.of("step_size_scale", ParamValue.of("limit"), "step_size", ParamValue.of(0.5)),
        Map.of("dimension", ParamValue.of(7), "feature_map", ParamValue.of("random_relu")),
        Map.of("tolerance", ParamValue.of(0.0)),
        Map.of("num_test_samples", ParamValue.of(0)));
  }
}
