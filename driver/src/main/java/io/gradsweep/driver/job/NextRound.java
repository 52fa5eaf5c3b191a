package io.gradsweep.driver.job;

import io.gradsweep.driver.study.CellEnd;
import io.gradsweep.driver.study.RoundRecord;
import java.util.Optional;

/**
 * A round that is to be laid out, unless another shard was faster.
 *
 * @param generation the number of its generation
 * @param cost the cost of trials, as seen in earlier rounds; empty if a pilot measures it
 */
record NextRound(int generation, RoundRecord round, Optional<TrialCost> cost) {

  /** The decision, for a person. */
  String words() {
    if (round.points() != null) {
      return "round %d: %d values of the axis between those of the grid"
          .formatted(round.round(), round.points().count());
    }
    if (round.ends() != null && round.round() > 0) {
      return claims();
    }
    if (round.isEnd() && round.closed().isEmpty()) {
      return "every edge is as narrow as was asked";
    }
    long precise = round.closed().stream().filter(CellEnd::precise).count();
    String closed = "%d more cells are precise enough".formatted(precise);
    if (round.isEnd()) {
      return "the rule ends: %s, %d have the most replicates"
          .formatted(closed, round.closed().size() - precise);
    }
    return round.round() == 0
        ? "round 0: %d replicates of each cell".formatted(round.look())
        : "round %d: %s, the others go on from %d to %d replicates"
            .formatted(round.round(), closed, round.from(), round.look());
  }

  private String claims() {
    long decided = round.claims().stream().filter(end -> end.holds() != null).count();
    String closed = "%d more claims are decided".formatted(decided);
    return round.isEnd()
        ? "the rule ends: %s, %d have the most replicates"
            .formatted(closed, round.claims().size() - decided)
        : "round %d: %s, the grid points of the others go on from %d to %d replicates"
            .formatted(round.round(), closed, round.from(), round.look());
  }
}
