package io.gradsweep.workers.simulations.groupsparsity;

import static io.gradsweep.workers.simulations.groupsparsity.Fixture.values;

import io.gradsweep.results.trial.ParamValue;
import io.gradsweep.workers.SimulationContract;
import io.gradsweep.workers.api.Simulation;
import java.util.List;
import java.util.Map;

class TestGroupSparsityContract extends SimulationContract {

  @Override
  protected Simulation simulation() {
    return new GroupSparsity();
  }

  @Override
  protected Map<String, ParamValue> smallest() {
    return values(
        "algorithm",
        "alg1",
        "num_samples",
        20,
        "dimension",
        12,
        "n_active_groups",
        1,
        "max_steps",
        30,
        "init_scale",
        0.01,
        "step_size",
        0.01,
        "signal_value",
        1.0);
  }

  @Override
  protected List<Map<String, ParamValue>> extremes() {
    return List.of(
        values("group_size", 1, "num_samples", 2),
        values("group_size", 12),
        values("group_size", 5),
        values("n_active_groups", 4),
        values("n_active_groups", 5),
        values("num_samples", 12, "n_active_groups", 4),
        values("dimension", 3, "num_samples", 300),
        values("noise", 0.0),
        values("noise", 1e6),
        values("step_size", 1e300),
        values("step_size", 1e300, "algorithm", "u2_sparse"),
        values("init_scale", 1e-300),
        values("init_scale", 1e3, "depth", 8),
        values("depth", 1),
        values("v_init_scale", 0.0),
        values("signal_value", 1e6),
        values("algorithm", "group_lasso", "noise", 1e6),
        values("algorithm", "primal_dual", "noise", 0.0),
        values("algorithm", "lasso", "num_samples", 12),
        values("algorithm", "ridge", "num_samples", 12),
        values("max_steps", 1));
  }
}
