package io.gradsweep.results.outcome;

import static java.util.Objects.requireNonNull;

/**
 * Selects the steps of a trial that become rows of its trajectory: at most {@code points} of them,
 * whatever the budget of steps, and always the first and the last step.
 *
 * @param points 0 for no trajectory, else at least 2
 */
public record Recording(int points, Spacing spacing) {

  /** The spacing of the recorded steps between the first step and the budget. */
  public enum Spacing {
    LOG,
    LINEAR
  }

  public static final int MOST_POINTS = 100_000;

  public static final Recording NONE = new Recording(0, Spacing.LOG);

  public static final Recording DEFAULT = new Recording(64, Spacing.LOG);

  public Recording {
    requireNonNull(spacing, "spacing is null");
    if (points != 0 && (points < 2 || points > MOST_POINTS)) {
      throw new IllegalArgumentException(
          "Cannot record points: %d (must be 0, or at least 2 and at most %d)"
              .formatted(points, MOST_POINTS));
    }
  }

  /**
   * The step of a row: 0, … , the budget, with the spacing. Steps that coincide are one row.
   *
   * @param row from 0
   * @param budget most steps of the trial
   */
  public long step(int row, long budget) {
    int last = points - 1;
    if (row == 0) {
      return 0;
    }
    if (row >= last) {
      return row == last ? budget : Long.MAX_VALUE;
    }
    if (spacing == Spacing.LINEAR) {
      return Math.round((double) row / last * budget);
    }
    // row 1 is step 1, the last is the budget
    return Math.round(StrictMath.pow(budget, (double) (row - 1) / Math.max(1, last - 1)));
  }
}
