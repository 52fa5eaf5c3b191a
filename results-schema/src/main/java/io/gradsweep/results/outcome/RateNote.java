package io.gradsweep.results.outcome;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The reasons why a trial has no rate, or why its rate is doubtful. */
public enum RateNote {
  /** No rate: none of the examined errors lies in the window. */
  WINDOW_NOT_REACHED,
  /** No rate: fewer than three points, or too few to tell a fall from their scatter. */
  FEW_POINTS,
  /** No rate: the error fluctuates about a level, and no fall exceeds its fluctuations. */
  FLOOR,
  /** The error grows through the window: the rate is negative. */
  RISES,
  /** The error swings as it falls: the rate depends on where the window cuts the swings. */
  OSCILLATES,
  /** Two lines of different slopes describe the log error far better than one does. */
  TWO_PHASES,
  /** The error falls as a power of t: its exponential rate tends to 0 as the window grows. */
  SUBLINEAR;

  private final String word = name().toLowerCase(Locale.ROOT);

  /** The word in the column. */
  public String word() {
    return word;
  }

  /** Whether there is no rate; else there is one, which is doubtful. */
  public boolean meansNoRate() {
    return switch (this) {
      case WINDOW_NOT_REACHED, FEW_POINTS, FLOOR -> true;
      case RISES, OSCILLATES, TWO_PHASES, SUBLINEAR -> false;
    };
  }

  public static RateNote of(String word) {
    return Arrays.stream(values())
        .filter(note -> note.word().equals(word))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "Cannot read rate note: '%s' (must be one of %s)"
                        .formatted(word, String.join(", ", words()))));
  }

  public static List<String> words() {
    return Arrays.stream(values()).map(RateNote::word).toList();
  }
}
