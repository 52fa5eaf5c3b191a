package io.gradsweep.driver.study;

import io.gradsweep.sweeps.plan.Round;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * The trials of a generation that is a round of a design.
 *
 * @param number from 0
 */
public record NumberedRound(int number, Round trials) implements Serializable {

  private static final long serialVersionUID = 1;

  /** The rounds of generations; null for generations whose sweep states their trials. */
  public static List<NumberedRound> of(List<Generation> generations) {
    List<NumberedRound> rounds = new ArrayList<>();
    for (Generation generation : generations) {
      RoundRecord round = generation.round();
      rounds.add(round == null ? null : new NumberedRound(round.round(), round.trials()));
    }
    return rounds;
  }

  /** The rounds of a generation's design up to it; none if its sweep states its trials. */
  static List<Round> upTo(List<NumberedRound> rounds, int generation) {
    NumberedRound last = rounds.get(generation);
    return last == null
        ? List.of()
        : rounds.subList(generation - last.number(), generation + 1).stream()
            .map(NumberedRound::trials)
            .toList();
  }
}
