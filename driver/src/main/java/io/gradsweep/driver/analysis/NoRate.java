package io.gradsweep.driver.analysis;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Reasons why the trials of a group have no rate, and how to get one without running again. */
final class NoRate {

  /** The two rates that a trial may have. */
  enum RateKind {
    /** Fitted by the trial itself, in its own window. */
    ROW(
        "rate",
        "rate_note",
        List.of("rate_window_low", "rate_window_high"),
        "",
        ": --rate-window LOW,HIGH fits one to the recorded steps"),
    /** Fitted over recorded steps, in a window of the reader. */
    REFIT("refit_rate", "refit_note", List.of(), "no steps recorded", "");

    private final String measure;
    private final String note;
    private final List<String> window;
    private final String otherwise;
    private final String advice;

    RateKind(String measure, String note, List<String> window, String otherwise, String advice) {
      this.measure = measure;
      this.note = note;
      this.window = window;
      this.otherwise = otherwise;
      this.advice = advice;
    }

    boolean isOf(Measure other) {
      return measure.equals(other.name());
    }

    /** The note, then the ends of the window if there are such columns. */
    private List<String> columns(TrialColumns columns) {
      List<String> names = new ArrayList<>(List.of(note));
      if (window.stream().allMatch(columns::has)) {
        names.addAll(window);
      }
      return names;
    }
  }

  private final RateKind kind;
  private final int at;
  private final boolean windowed;
  private final Map<String, Long> reasons = new TreeMap<>();
  private double low = Double.POSITIVE_INFINITY;
  private double high = Double.NEGATIVE_INFINITY;

  /**
   * @param at position in a row of the kind's first column
   * @param windowed whether the ends of the window are there too
   */
  NoRate(RateKind kind, int at, boolean windowed) {
    this.kind = kind;
    this.at = at;
    this.windowed = windowed;
  }

  /** The columns that give the reasons, for each kind of rate among the measures. */
  static Map<RateKind, List<String>> columns(List<Measure> measures, TrialColumns columns) {
    Map<RateKind, List<String>> reasons = new EnumMap<>(RateKind.class);
    for (RateKind kind : RateKind.values()) {
      if (measures.stream().anyMatch(kind::isOf)) {
        reasons.put(kind, kind.columns(columns));
      }
    }
    return reasons;
  }

  RateKind kind() {
    return kind;
  }

  /** Takes a trial's row. */
  void add(Object[] row) {
    if (row[at] != null) {
      reasons.merge((String) row[at], 1L, Long::sum);
    }
    if (windowed) {
      low = Math.min(low, ((Number) row[at + 1]).doubleValue());
      high = Math.max(high, ((Number) row[at + 2]).doubleValue());
    }
  }

  /** One sentence for a group without any rate; empty if none was to be fitted. */
  String words() {
    List<String> why = new ArrayList<>();
    reasons.forEach((reason, count) -> why.add(reason + " " + count));
    if (why.isEmpty() && !kind.otherwise.isEmpty()) {
      why.add(kind.otherwise);
    }
    if (windowed) {
      why.add("window %s to %s".formatted(low, high));
    }
    if (why.isEmpty()) {
      return ""; // the simulation fits none
    }
    return "no %s (%s)%s".formatted(kind.measure, String.join(", ", why), kind.advice);
  }
}
