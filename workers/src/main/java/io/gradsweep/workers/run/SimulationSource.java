package io.gradsweep.workers.run;

import io.gradsweep.workers.api.Simulation;
import java.util.Collection;

/** Finds simulations that are no classes; looked up as a service of its own. */
public interface SimulationSource {

  /**
   * @param loader whose resources may hold some
   */
  Collection<? extends Simulation> simulations(ClassLoader loader);
}
