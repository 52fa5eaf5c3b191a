package io.gradsweep.results.trial;

import static java.util.Objects.requireNonNull;

/**
 * One configuration at one replicate: the unit of work, of identity, of failure and of resume.
 *
 * @param seed the base seed of the sweep
 * @param replicate the repetition of the configuration, from 0
 */
public record Trial(Params params, long seed, long replicate) {

  public Trial {
    requireNonNull(params, "params is null");
    if (replicate < 0) {
      throw new IllegalArgumentException(
          "Cannot use replicate: %d (must be at least 0)".formatted(replicate));
    }
  }

  public SimulationSpec simulation() {
    return params.spec();
  }

  /** The trial's identity, a hash computed at each call (some microseconds). */
  public TrialId id() {
    return TrialId.of(this);
  }
}
