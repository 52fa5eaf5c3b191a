package io.gradsweep.driver.job;

import io.gradsweep.driver.spark.TrialShare;
import io.gradsweep.sweeps.plan.Plan;
import io.gradsweep.sweeps.spec.Resources;
import io.gradsweep.workers.api.Simulation;
import io.gradsweep.workers.run.OutsideSimulation;
import io.gradsweep.workers.run.Simulations;
import java.util.OptionalLong;

/** The share of a machine that each trial of a sweep takes. */
public final class Slots {

  private Slots() {}

  /** As the sweep says, else as its simulation declares, else one core. */
  public static TrialShare share(Plan plan) {
    Resources said = plan.sweep().execution().resources();
    Simulation simulation = Simulations.find(plan.simulation().name());
    if (!(simulation instanceof OutsideSimulation outside)) {
      return new TrialShare(said.threads().orElse(1), said.memory());
    }
    OptionalLong declared = outside.memory().stream().mapToLong(Long::longValue).findFirst();
    return new TrialShare(
        said.threads().orElse(outside.threads()),
        said.memory().isPresent() ? said.memory() : declared);
  }
}
