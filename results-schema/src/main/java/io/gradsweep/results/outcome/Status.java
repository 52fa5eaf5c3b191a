package io.gradsweep.results.outcome;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The ways in which a trial can end. */
public enum Status {
  /** The simulation's criterion held when it stopped. */
  CONVERGED,
  /** The budget of steps ran out first, with finite numbers. */
  NOT_CONVERGED,
  /** The loss or a parameter left the finite numbers, or the simulation's bound on growth. */
  DIVERGED,
  /** An iterate left the set on which the problem is defined. */
  LEFT_DOMAIN,
  /** The wall-clock limit of the trial ended it; another run may end differently. */
  TIMED_OUT,
  /** The simulation threw an exception, returned an invalid outcome, or ended its process. */
  FAILED;

  private static final List<String> WORDS = Arrays.stream(values()).map(Status::word).toList();

  private final String word = name().toLowerCase(Locale.ROOT);

  /** The word in the status column. */
  public String word() {
    return word;
  }

  /** Whether the outcome depends only on the trial, and is the same in every run. */
  public boolean decidedByMathematics() {
    return switch (this) {
      case CONVERGED, NOT_CONVERGED, DIVERGED, LEFT_DOMAIN -> true;
      case TIMED_OUT, FAILED -> false;
    };
  }

  public static Status of(String word) {
    return Arrays.stream(values())
        .filter(status -> status.word().equals(word))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "Cannot read status: '%s' (must be one of %s)"
                        .formatted(word, String.join(", ", words()))));
  }

  public static List<String> words() {
    return WORDS;
  }
}
