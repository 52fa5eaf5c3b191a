package io.gradsweep.workers.api;

import io.gradsweep.results.trial.Trial;
import java.util.Optional;

/**
 * A simulation that can also advance many trials of one shape together, in lanes. Each trial gives
 * the bits that {@link #run} gives it alone; the contract suite compares them.
 *
 * <p>Lanes must not guess: a trial that they cannot run like {@code run} has no shape, and one for
 * which they throw is run again alone, so that its row tells what {@code run} throws.
 */
public interface LaneSimulation extends Simulation {

  /**
   * The things that trials must have in common to advance together, with {@code equals} and {@code
   * hashCode}; empty for a trial that runs alone, and always if this JVM has no {@linkplain Vectors
   * vectors}. Checks nothing that {@code run} checks.
   */
  Optional<?> shape(Trial trial);

  /**
   * Returns empty lanes for trials of one shape, which one thread uses.
   *
   * @param count at least 1
   */
  Lanes lanes(Object shape, int count);
}
