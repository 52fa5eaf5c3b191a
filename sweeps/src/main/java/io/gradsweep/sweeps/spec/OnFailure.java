package io.gradsweep.sweeps.spec;

import java.util.OptionalLong;

/**
 * When failures end a run, or a trial is given up. No part of a trial's identity.
 *
 * @param max failed trials of one run beyond which no segment is begun; empty for any number
 * @param lost ends of processes in a row, none of them seen, after which the trial that ran at each
 *     has failed; empty for never
 */
public record OnFailure(OptionalLong max, OptionalLong lost) {

  /** Failures end nothing. */
  public static final OnFailure GO_ON = new OnFailure(OptionalLong.empty(), OptionalLong.empty());

  public OnFailure {
    if (max.orElse(0) < 0 || lost.orElse(1) < 1) {
      throw new IllegalArgumentException(
          "Cannot go on up to: %s failures, %s losses (must be at least 0 and 1)"
              .formatted(max, lost));
    }
  }
}
