package io.gradsweep.driver.job;

import io.gradsweep.driver.study.CellEnd;
import io.gradsweep.driver.study.RoundRecord;
import io.gradsweep.results.trial.Counted;
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
      return "round %d: %s of the axis between those of the grid"
          .formatted(round.round(), Counted.of(round.points().count(), "value"));
    }
    if (round.ends().claims() != null && round.round() > 0) {
      return claims();
    }
    if (round.isEnd() && round.closed().isEmpty()) {
      return "every edge is as narrow as was asked";
    }
    long precise = round.closed().stream().filter(CellEnd::precise).count();
    String closed =
        "%s %s precise enough".formatted(Counted.of(precise, "more cell"), Counted.are(precise));
    if (round.isEnd()) {
      long others = round.closed().size() - precise;
      return "the rule ends: %s, %d %s the most replicates"
          .formatted(closed, others, Counted.have(others));
    }
    return round.round() == 0
        ? "round 0: %s of each cell".formatted(Counted.of(round.look(), "replicate"))
        : "round %d: %s, the others go on from %d to %d replicates"
            .formatted(round.round(), closed, round.from(), round.look());
  }

  private String claims() {
    long decided = round.claims().stream().filter(end -> end.holds() != null).count();
    String closed =
        "%s %s decided".formatted(Counted.of(decided, "more claim"), Counted.are(decided));
    long others = round.claims().size() - decided;
    return round.isEnd()
        ? "the rule ends: %s, %d %s the most replicates"
            .formatted(closed, others, Counted.have(others))
        : "round %d: %s, the grid points of the others go on from %d to %d replicates"
            .formatted(round.round(), closed, round.from(), round.look());
  }
}
