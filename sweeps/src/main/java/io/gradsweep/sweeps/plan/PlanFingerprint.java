package io.gradsweep.sweeps.plan;

import io.gradsweep.results.trial.CanonicalHash;
import io.gradsweep.results.trial.ParamValue;
import io.gradsweep.results.trial.ParameterSpec;
import io.gradsweep.results.trial.SimulationSpec;
import io.gradsweep.sweeps.plan.BlockPlan.Digit;
import io.gradsweep.sweeps.spec.Sweep;
import io.gradsweep.sweeps.spec.ValueRule;

/** A hash of everything that determines a design's trials and their order, and of nothing else. */
final class PlanFingerprint {

  private static final int LENGTH = 32;

  private final Plan plan;
  private final SimulationSpec simulation;
  private final CanonicalHash hash = new CanonicalHash("gradsweep-plan-1");

  PlanFingerprint(Plan plan) {
    this.plan = plan;
    simulation = plan.simulation();
  }

  /** The hash; called once. */
  String hash() {
    Sweep sweep = plan.sweep();
    hash.part(simulation.name())
        .part(Integer.toString(simulation.version()))
        .part(Long.toString(sweep.grid().seed()))
        .part(Long.toString(sweep.grid().replicates()));
    sweep.grid().replicateRule().ifPresent(rule -> hash.part("rule").part(rule.text()));
    sweep.grid().refine().ifPresent(refine -> hash.part("refine").part(refine.text()));
    for (BlockPlan block : plan.blocks()) {
      hash.part("block").part(block.whereText().orElse(""));
      if (block.whereText().isPresent() && sweep.grid().rule() != ValueRule.DOUBLES) {
        hash.part(
            Integer.toString(sweep.grid().rule().number())); // the same filter may mean another one
      }
      addFixed(block);
      for (Digit digit : block.digits()) {
        add(digit);
      }
    }
    return hash.hex().substring(0, LENGTH);
  }

  private void addFixed(BlockPlan block) {
    for (int p = 0; p < simulation.parameters().size(); p++) {
      ParameterSpec parameter = simulation.parameters().get(p);
      ParamValue value = block.template().value(p);
      boolean left = parameter.identityDefault().filter(value::equals).isPresent();
      if (!left) {
        hash.part(parameter.name()).part(value.canonical());
      }
    }
  }

  private void add(Digit digit) {
    hash.part("digit");
    for (int parameter : digit.parameters) {
      hash.part(simulation.parameters().get(parameter).name());
    }
    for (ParamValue[] row : digit.rows) {
      for (ParamValue value : row) {
        hash.part(value.canonical());
      }
    }
  }
}
