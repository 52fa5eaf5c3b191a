package io.gradsweep.workers.simulations.kldivergence;

import io.gradsweep.results.random.RandomStream;
import io.gradsweep.results.trial.ParamValue;
import io.gradsweep.results.trial.Trial;
import io.gradsweep.workers.LaneContract;
import io.gradsweep.workers.Runs;
import io.gradsweep.workers.api.LaneSimulation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

class TestKlDivergenceContract extends LaneContract {

  @Override
  protected LaneSimulation simulation() {
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

  /** Every optimizer, chart, integrator, noise, guard and kind of target, in two dimensions. */
  @Override
  protected List<Trial> laneTrials(RandomStream random) {
    List<Trial> trials = new ArrayList<>();
    for (int i = 0; i < 150; i++) {
      Map<String, ParamValue> values = new HashMap<>();
      values.putAll(method(random));
      values.putAll(problem(random));
      trials.add(new Trial(simulation().spec().resolve(values), 18, random.nextInt(50)));
    }
    return trials;
  }

  private static Map<String, ParamValue> method(RandomStream random) {
    boolean theta = random.nextInt(2) == 0;
    boolean natural = random.nextInt(2) == 0;
    boolean flow = random.nextInt(3) == 0;
    Map<String, ParamValue> values =
        Runs.values(
            "optimizer", natural ? "natural" : "gradient",
            "coordinate_system", theta ? "theta" : "eta",
            "time_mode", flow ? "flow" : "discrete",
            "max_steps", 1 + random.nextInt(150));
    if (flow) {
      boolean exact = natural && !theta && random.nextInt(2) == 0;
      values.putAll(
          Runs.values(
              "integrator", exact ? "exact" : random.nextInt(3) == 0 ? "euler" : "rk4",
              "time_step", StrictMath.exp(2 * random.nextGaussian() - 4),
              "horizon", 1.0 + random.nextInt(5),
              "stop_kl", random.nextInt(2) == 0 ? 0.0 : 1e-9,
              "simplex_guard", random.nextInt(3) == 0 ? "clamp_renormalise" : "auto"));
      return values;
    }
    values.putAll(
        Runs.values(
            "step_size",
            (theta ? 20 : 1) * StrictMath.exp(4 * random.nextGaussian() - 3),
            "simplex_guard",
            random.nextInt(2) == 0 ? "none" : "auto"));
    switch (random.nextInt(6)) {
      case 0 -> values.putAll(Runs.values("noise_model", "minibatch", "batch_size", 5));
      case 1 -> values.putAll(Runs.values("noise_model", "additive", "noise", 0.01));
      case 2 -> values.putAll(Runs.values("noise_model", "multiplicative", "noise", 0.3));
      default -> {
        return values;
      }
    }
    return values;
  }

  private static Map<String, ParamValue> problem(RandomStream random) {
    Map<String, ParamValue> values = Runs.values("dimension", random.nextInt(4) == 0 ? 3 : 10);
    if (random.nextInt(4) == 0) {
      values.putAll(Runs.values("affine_scale", StrictMath.exp(random.nextGaussian())));
    }
    if (random.nextInt(3) == 0) {
      values.putAll(Runs.values("num_samples", random.nextInt(2) == 0 ? 7 : 1000));
    }
    if (random.nextInt(4) == 0) {
      values.putAll(
          Runs.values(
              "distribution", "dirichlet", "concentration", random.nextInt(2) == 0 ? 0.05 : 0.5));
    }
    values.putAll(
        Runs.values(
            "convergence_criterion",
            random.nextInt(2) == 0 ? "relative_loss" : "absolute_kl",
            "tolerance",
            StrictMath.exp(2 * random.nextGaussian() - 3)));
    return values;
  }
}
