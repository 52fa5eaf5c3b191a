package io.gradsweep.results.trial;

import java.util.Collection;
import java.util.Optional;
import java.util.regex.Pattern;

/** Rules for names that become columns, and guesses for mistyped names. */
public final class Names {

  private static final Pattern COLUMN = Pattern.compile("[a-z][a-z0-9_]{0,62}");

  private Names() {}

  /** Returns the name if it can be a column in every reader: snake_case, at most 63 characters. */
  public static String requireColumn(String name) {
    if (!COLUMN.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "Cannot use name: '%s' (must be snake_case, at most 63 characters)".formatted(name));
    }
    return name;
  }

  /** The candidate nearest to a mistyped name, if one is near enough for a guess. */
  public static Optional<String> nearest(String typed, Collection<String> candidates) {
    String best = null;
    int bestDistance = Math.max(1, Math.min(4, typed.length() / 3)) + 1;
    for (String candidate : candidates) {
      int distance = distance(typed, candidate);
      if (distance < bestDistance) {
        best = candidate;
        bestDistance = distance;
      }
    }
    return Optional.ofNullable(best);
  }

  /** Returns " (did you mean 'x'?)" if a guess is possible, else the empty text. */
  public static String didYouMean(String typed, Collection<String> candidates) {
    return nearest(typed, candidates).map(" (did you mean '%s'?)"::formatted).orElse("");
  }

  /**
   * Number of edits that turn a into b, where swapping two neighbours is one edit (optimal string
   * alignment), over at most the first 64 characters of each side.
   */
  private static int distance(String a, String b) {
    String s = a.substring(0, Math.min(64, a.length()));
    String t = b.substring(0, Math.min(64, b.length()));
    int[][] edits = new int[s.length() + 1][t.length() + 1];
    for (int i = 0; i <= s.length(); i++) {
      for (int j = 0; j <= t.length(); j++) {
        edits[i][j] = i == 0 || j == 0 ? i + j : step(edits, s, t, i, j);
      }
    }
    return edits[s.length()][t.length()];
  }

  private static int step(int[][] edits, String s, String t, int i, int j) {
    int substituted = edits[i - 1][j - 1] + (s.charAt(i - 1) == t.charAt(j - 1) ? 0 : 1);
    int least = Math.min(substituted, 1 + Math.min(edits[i - 1][j], edits[i][j - 1]));
    boolean swapped =
        i > 1 && j > 1 && s.charAt(i - 1) == t.charAt(j - 2) && s.charAt(i - 2) == t.charAt(j - 1);
    return swapped ? Math.min(least, 1 + edits[i - 2][j - 2]) : least;
  }
}
