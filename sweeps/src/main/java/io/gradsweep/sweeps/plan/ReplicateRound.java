package io.gradsweep.sweeps.plan;

import io.gradsweep.results.trial.CanonicalHash;
import io.gradsweep.results.trial.Trial;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Further replicates of some combinations of a grid. The replicate is the slowest digit, as in a
 * plan.
 */
public final class ReplicateRound implements Round {

  private static final long serialVersionUID = 1;

  private final long[] runs;
  private final long from;
  private final long to;

  /** Number of combinations before each run, and of all at last. */
  private final long[] ranks;

  /**
   * @param runs combinations that follow each other, ascending: the first of a run, then their
   *     number
   * @param from first replicate
   * @param to replicate after the last
   * @throws IllegalArgumentException if these are no runs, or no replicates
   */
  public ReplicateRound(long[] runs, long from, long to) {
    if (!areRuns(runs) || !(0 <= from && from <= to)) {
      throw new IllegalArgumentException(
          "Cannot make round of replicates %d to %d, %d numbers of runs (must be ascending pairs)"
              .formatted(from, to, runs.length));
    }
    this.runs = runs.clone();
    this.from = from;
    this.to = to;
    ranks = new long[runs.length / 2 + 1];
    for (int r = 1; r < ranks.length; r++) {
      ranks[r] = ranks[r - 1] + runs[2 * r - 1];
    }
  }

  /** Whether numbers are ascending runs: the first of each, then its length. */
  public static boolean areRuns(long[] numbers) {
    long end = -1;
    for (int i = 0; i + 1 < numbers.length; i += 2) {
      if (numbers[i] <= end || numbers[i + 1] < 1 || numbers[i] > Long.MAX_VALUE - numbers[i + 1]) {
        return false;
      }
      end = numbers[i] + numbers[i + 1]; // runs that touch would be one
    }
    return numbers.length % 2 == 0;
  }

  public long[] runs() {
    return runs.clone();
  }

  public long from() {
    return from;
  }

  public long to() {
    return to;
  }

  private long combinations() {
    return ranks[ranks.length - 1];
  }

  @Override
  public long size() {
    return combinations() * (to - from);
  }

  @Override
  public Optional<Trial> trial(Plan grid, long index) {
    long rank = index % combinations();
    int run = place(ranks, rank);
    return grid.trial(runs[2 * run] + rank - ranks[run], from + index / combinations());
  }

  @Override
  public OptionalLong indexOf(Plan grid, Trial trial) {
    if (trial.replicate() < from || trial.replicate() >= to) {
      return OptionalLong.empty();
    }
    OptionalLong combination = grid.combinationOf(trial);
    if (combination.isEmpty()) {
      return OptionalLong.empty();
    }
    long rank = rank(combination.getAsLong());
    return rank < 0
        ? OptionalLong.empty()
        : OptionalLong.of((trial.replicate() - from) * combinations() + rank);
  }

  /** The place of a combination among those of the round, or -1. */
  private long rank(long combination) {
    int low = 0;
    int high = runs.length / 2 - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      long offset = combination - runs[2 * middle];
      if (offset < 0) {
        high = middle - 1;
      } else if (offset >= runs[2 * middle + 1]) {
        low = middle + 1;
      } else {
        return ranks[middle] + offset;
      }
    }
    return -1;
  }

  /** The last of ascending numbers, but for the end, that is not above a value. */
  private static int place(long[] ascending, long value) {
    int found = Arrays.binarySearch(ascending, value);
    return found >= 0 ? found : -found - 2;
  }

  @Override
  public long trials(Plan grid) {
    long held = 0;
    for (int r = 0; r < runs.length; r += 2) {
      held += grid.combinationsWithTrials(runs[r], runs[r] + runs[r + 1]);
    }
    return held * (to - from);
  }

  @Override
  public long replicatesEnd() {
    return runs.length == 0 ? 0 : to;
  }

  @Override
  public void addTo(CanonicalHash hash) {
    hash.part("replicates").part(Long.toString(from)).part(Long.toString(to));
    for (long number : runs) {
      hash.part(Long.toString(number));
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ReplicateRound that
        && from == that.from
        && to == that.to
        && Arrays.equals(runs, that.runs);
  }

  @Override
  public int hashCode() {
    return Objects.hash(from, to, Arrays.hashCode(runs));
  }
}
