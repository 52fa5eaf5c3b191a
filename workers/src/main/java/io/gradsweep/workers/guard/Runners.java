package io.gradsweep.workers.guard;

import io.gradsweep.workers.api.LaneSimulation;
import io.gradsweep.workers.api.Simulation;
import io.gradsweep.workers.run.InlineRunner;
import io.gradsweep.workers.run.LaneRunner;
import io.gradsweep.workers.run.OutsideSimulation;
import io.gradsweep.workers.run.RunSettings;
import io.gradsweep.workers.run.TrialRunner;

/** Chooses the runner that fits a simulation. */
public final class Runners {

  private Runners() {}

  /** Returns a runner for trials without known risk: in this JVM, if they run in one. */
  public static TrialRunner inline(Simulation simulation, RunSettings settings) {
    if (simulation instanceof OutsideSimulation outside) {
      return outside.runner(settings, false);
    }
    return simulation instanceof LaneSimulation inLanes
        ? LaneRunner.of(inLanes, settings)
        : new InlineRunner(simulation, settings);
  }

  /**
   * Returns the same for a few trials, none of which runs in a lane: lanes take time to compile.
   */
  public static TrialRunner alone(Simulation simulation, RunSettings settings) {
    return simulation instanceof LaneSimulation
        ? new InlineRunner(simulation, settings)
        : inline(simulation, settings);
  }

  /**
   * Returns a runner for trials that may end their process: outside this JVM, one after the other,
   * so that it is known which one ran.
   */
  public static TrialRunner guarded(Simulation simulation, RunSettings settings) {
    return simulation instanceof OutsideSimulation outside
        ? outside.runner(settings, true)
        : new GuardedRunner(simulation, settings);
  }
}
