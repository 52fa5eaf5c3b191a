package io.gradsweep.sweeps.spec;

import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * The share of a machine that each trial takes, which decides how many run at once. Not part of a
 * trial's identity.
 *
 * @param threads cores that it computes on; empty for those that the simulation declares
 * @param memory bytes; empty likewise
 */
public record Resources(OptionalInt threads, OptionalLong memory) {

  /** As the simulation declares. */
  public static final Resources AS_DECLARED =
      new Resources(OptionalInt.empty(), OptionalLong.empty());

  /** More threads than any machine has cores. */
  public static final int MOST_THREADS = 10_000;

  public Resources {
    if (threads.orElse(1) < 1 || threads.orElse(1) > MOST_THREADS || memory.orElse(1) < 1) {
      throw new IllegalArgumentException(
          "Cannot take: %s threads, %s bytes (must be from 1 to %d, and at least 1)"
              .formatted(threads, memory, MOST_THREADS));
    }
  }
}
