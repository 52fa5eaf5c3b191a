package io.gradsweep.driver.analysis;

import io.gradsweep.results.outcome.Status;
import io.gradsweep.sweeps.refine.BoundaryState;
import java.util.Arrays;
import java.util.List;

/**
 * How rows can end: trials by their status, edges by their state.
 *
 * @param column that says it
 * @param success the word that counts as success
 * @param others the other words
 */
public record Ends(String column, String success, List<String> others) {

  public static final Ends OF_TRIALS = of("status", Status.CONVERGED.word(), Status.words());

  public static final Ends OF_EDGES =
      of(
          "state",
          BoundaryState.FOUND.word(),
          Arrays.stream(BoundaryState.values()).map(BoundaryState::word).toList());

  /**
   * Whether mathematics decided a row that ended with a word: not the environment, and not what is
   * still missing.
   */
  boolean isDecided(String word) {
    return column.equals(OF_TRIALS.column)
        ? Status.of(word).decidedByMathematics()
        : !word.equals(BoundaryState.UNDECIDED.word()) && !word.equals(BoundaryState.OPEN.word());
  }

  private static Ends of(String column, String success, List<String> words) {
    return new Ends(column, success, words.stream().filter(word -> !word.equals(success)).toList());
  }
}
