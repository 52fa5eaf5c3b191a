package io.gradsweep.driver.job;

import java.util.Optional;
import java.util.Set;

/**
 * The state of a request in a session of several steps.
 *
 * @param helped other shards whose segments it takes too, since they died
 * @param next a round to be laid out; empty if there is none, or the sweep states its trials
 */
public record Turn(Set<Integer> helped, Optional<NextRound> next) {

  /** The first step: nobody is helped, and no round is decided. */
  public static final Turn FIRST = new Turn(Set.of(), Optional.empty());

  public Turn {
    helped = Set.copyOf(helped);
  }

  static Turn of(NextRound next) {
    return new Turn(Set.of(), Optional.of(next));
  }
}
