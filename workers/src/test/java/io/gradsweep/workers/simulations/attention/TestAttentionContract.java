package io.gradsweep.workers.simulations.attention;

import io.gradsweep.results.trial.ParamValue;
import io.gradsweep.workers.SimulationContract;
import io.gradsweep.workers.api.Simulation;
import java.util.List;
import java.util.Map;

class TestAttentionContract extends SimulationContract {

  @Override
  protected Simulation simulation() {
    return new Attention();
  }

  @Override
  protected Map<String, ParamValue> smallest() {
    return Map.of(
        "update_rule", ParamValue.of("em_schedule"),
        "sequence_length", ParamValue.of(48),
        "max_steps", ParamValue.of(20),
        "settling_points", ParamValue.of(5));
  }

  @Override
  protected List<Map<String, ParamValue>> extremes() {
    return List.of(
        Map.of("sequence_length", ParamValue.of(8), "test_length", ParamValue.of(8)),
        Map.of("test_length", ParamValue.of(0)),
        Map.of("test_length", ParamValue.of(7)),
        Map.of("num_symbols", ParamValue.of(2)),
        Map.of("num_symbols", ParamValue.of(64)),
        Map.of("input_dimension", ParamValue.of(1)),
        Map.of("key_dimension", ParamValue.of(1)),
        Map.of("value_dimension", ParamValue.of(1)),
        Map.of("noise", ParamValue.of(0.0)),
        Map.of("noise", ParamValue.of(1e300)),
        Map.of("self_probability", ParamValue.of(0.0)),
        Map.of("self_probability", ParamValue.of(1 - 0x1p-53)),
        Map.of("init_scale", ParamValue.of(1e-300)),
        Map.of("init_scale", ParamValue.of(1e300)),
        Map.of("step_size", ParamValue.of(1e300)),
        Map.of("step_size", ParamValue.of(1e3)),
        Map.of("update_rule", ParamValue.of("em_mm"), "noise", ParamValue.of(0.0)),
        Map.of("update_rule", ParamValue.of("em_mm"), "sequence_length", ParamValue.of(8)),
        Map.of("update_rule", ParamValue.of("em_mm"), "init_scale", ParamValue.of(1e-160)),
        Map.of("max_steps", ParamValue.of(1), "record_every", ParamValue.of(10_000_000)));
  }
}
