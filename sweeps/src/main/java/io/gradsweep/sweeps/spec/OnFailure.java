package io.gradsweep.sweeps.spec;

import java.util.OptionalLong;

/**
 * The limits at which failures end a run, or a trial is given up. Not part of a trial's identity.
 *
 * @param max if more trials of one run fail, no further segment is started; empty for any number
 * @param lost number of consecutive processes lost while running a trial after which the trial has
 *     failed; empty for never
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
