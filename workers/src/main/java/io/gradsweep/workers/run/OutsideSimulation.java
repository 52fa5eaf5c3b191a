package io.gradsweep.workers.run;

import io.gradsweep.workers.api.Simulation;
import java.util.Optional;

/**
 * A simulation whose trials run outside this JVM. It has its own runner, which no trial can harm.
 */
public interface OutsideSimulation extends Simulation {

  /**
   * @param oneByOne whether a trial is requested only when the one before it has its row, so that
   *     it is known which one runs
   */
  TrialRunner runner(RunSettings settings, boolean oneByOne);

  /** The file that it is, as a message names it. */
  String origin();

  /** Cores that a trial computes on. */
  int threads();

  /** Bytes of memory that a trial takes; empty if that is not known. */
  Optional<Long> memory();
}
