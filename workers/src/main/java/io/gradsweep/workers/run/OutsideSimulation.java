package io.gradsweep.workers.run;

import io.gradsweep.workers.api.Simulation;

/**
 * A simulation whose trials run outside this JVM: it brings a runner of its own, to which no trial
 * can do harm.
 */
public interface OutsideSimulation extends Simulation {

  /**
   * @param oneByOne whether a trial is asked for only when the one before it has its row: where
   *     somebody wants to know which one runs
   */
  TrialsRunner runner(RunSettings settings, boolean oneByOne);
}
