package io.gradsweep.workers.simulations.groupsparsity;

import static io.gradsweep.workers.simulations.groupsparsity.Fixture.values;

import io.gradsweep.results.random.RandomStream;
import io.gradsweep.results.trial.ParamValue;
import io.gradsweep.results.trial.Trial;
import io.gradsweep.workers.LaneContract;
import io.gradsweep.workers.api.LaneSimulation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

class TestGroupSparsityContract extends LaneContract {

  @Override
  protected LaneSimulation simulation() {
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

  /**
   * Every descent, rule and start, from starts and step sizes that converge, oscillate and diverge,
   * on six designs of two shapes, beside a few estimators that have no lanes.
   */
  @Override
  protected List<Trial> laneTrials(RandomStream random) {
    List<Trial> trials = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      Map<String, ParamValue> given = new HashMap<>(method(random));
      given.putAll(problem(random));
      if (i % 20 == 10) {
        given.put("algorithm", ParamValue.of(i % 40 == 10 ? "primal_dual" : "group_lasso"));
      }
      trials.add(new Trial(simulation().spec().resolve(given), 18, random.nextInt(3)));
    }
    return trials;
  }

  private static Map<String, ParamValue> method(RandomStream random) {
    List<String> descents = List.of("alg1", "alg2", "plain_gd", "u2_sparse", "u2_signed");
    String algorithm = descents.get(random.nextInt(descents.size()));
    double start = StrictMath.exp(-random.nextInt(12));
    Map<String, ParamValue> given =
        values(
            "algorithm",
            algorithm,
            "step_size",
            StrictMath.exp(2 * random.nextGaussian() - 4),
            "init_scale",
            start,
            "max_steps",
            1 + random.nextInt(150),
            "depth",
            1 + random.nextInt(3),
            "v_init",
            random.nextInt(2) == 0 ? "ones" : "random",
            "switch_rule",
            random.nextInt(2) == 0 ? "rel_change" : "iteration",
            "switch_iteration",
            1 + random.nextInt(30),
            "u_update",
            random.nextInt(2) == 0 ? "stale" : "fresh",
            "selection",
            random.nextInt(3) == 0 ? "last" : "validation");
    if (algorithm.equals("plain_gd") && random.nextInt(2) == 0) {
      given.putAll(values("v_init_scale", -start));
    }
    return given;
  }

  private static Map<String, ParamValue> problem(RandomStream random) {
    return values(
        "num_samples",
        random.nextInt(2) == 0 ? 20 : 33,
        "dimension",
        30,
        "group_size",
        1 + random.nextInt(3),
        "n_active_groups",
        1 + random.nextInt(3),
        "signal_value",
        1.0,
        "noise",
        random.nextInt(3) == 0 ? 0.0 : 0.5,
        "loss_scale",
        1 + random.nextInt(2));
  }
}
