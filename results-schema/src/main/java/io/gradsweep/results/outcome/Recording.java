package io.gradsweep.results.outcome;

import static java.util.Objects.requireNonNull;

/**
 * Which steps of a trial become rows of its trajectory: at most {@code points} of them, whatever
 * the budget of steps is, and always the first and the last step.
 *
 * @param points 0 for no trajectory, else at least 2
 */
public record Recording(int points, Spacing spacing) {

  /** How the recorded steps lie between the first step and the budget. */
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
}
