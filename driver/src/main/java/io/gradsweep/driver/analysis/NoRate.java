package io.gradsweep.driver.analysis;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Why the trials of a group have no rate, and what gives them one without running them again. */
final class NoRate {

  /** The measure that is explained. */
  static final String RATE = "rate";

  private static final List<String> WINDOW = List.of("rate_window_low", "rate_window_high");

  private final boolean windowed;
  private final Map<String, Long> reasons = new TreeMap<>();
  private double low = Double.POSITIVE_INFINITY;
  private double high = Double.NEGATIVE_INFINITY;

  /**
   * @param columns those of {@link #columns}
   */
  NoRate(List<String> columns) {
    windowed = columns.containsAll(WINDOW);
  }

  /** The columns that say why, of a study with rates; none where no rate is asked for. */
  static List<String> columns(List<Measure> measures, TrialColumns columns) {
    if (measures.stream().noneMatch(measure -> measure.name().equals(RATE))) {
      return List.of();
    }
    return WINDOW.stream().allMatch(columns::has)
        ? List.of("rate_note", WINDOW.get(0), WINDOW.get(1))
        : List.of("rate_note");
  }

  /**
   * Takes in a trial.
   *
   * @param values of the columns
   */
  void add(Object[] values) {
    if (values.length > 0 && values[0] != null) {
      reasons.merge((String) values[0], 1L, Long::sum);
    }
    if (windowed) {
      low = Math.min(low, ((Number) values[1]).doubleValue());
      high = Math.max(high, ((Number) values[2]).doubleValue());
    }
  }

  /** One sentence for a group of which no trial has a rate; empty if none was fitted either. */
  String words() {
    if (reasons.isEmpty() && !windowed) {
      return "";
    }
    String counts =
        reasons.entrySet().stream()
            .map(e -> e.getKey() + " " + e.getValue())
            .collect(Collectors.joining(", "));
    String window = windowed ? "window %s to %s".formatted(low, high) : "";
    String why =
        List.of(counts, window).stream()
            .filter(text -> !text.isEmpty())
            .collect(Collectors.joining(", "));
    return "no rate (%s): --rate-window LOW,HIGH fits one to the recorded steps".formatted(why);
  }

  /** The last values of a row, as many as there are columns. */
  static Object[] last(Object[] row, int columns) {
    return Arrays.copyOfRange(row, row.length - columns, row.length);
  }
}
