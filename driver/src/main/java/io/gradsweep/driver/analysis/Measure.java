package io.gradsweep.driver.analysis;

import java.util.List;
import java.util.Set;

/** A column of numbers with the statistics that are shown of it. */
record Measure(String name, List<Statistic> statistics, boolean chosen) {

  /** What stands beside another measure: its median alone says enough. */
  private static final Set<String> ACCOMPANYING =
      Set.of("predicted_rate", "rate_stderr", "rate_r2", "rate_points");

  private static final Set<String> RATES = Set.of("rate", "rate_whole_run");

  /** The chosen statistics, or where none are, those that suit the measure. */
  static Measure of(String name, List<Statistic> chosen) {
    return new Measure(name, chosen.isEmpty() ? usual(name) : chosen, !chosen.isEmpty());
  }

  /** A rate's mean; what a target costs, with those that never reach it; else the median. */
  private static List<Statistic> usual(String name) {
    if (RATES.contains(name)) {
      return List.of(Statistic.MEAN);
    }
    return name.equals("steps_to_target")
        ? List.of(Statistic.MEDIAN, Statistic.ERT)
        : List.of(Statistic.MEDIAN);
  }

  /** Whether the measure goes by its name alone, without a count and without intervals. */
  boolean isPlain() {
    return !chosen && ACCOMPANYING.contains(name);
  }

  String heading(Statistic statistic) {
    return isPlain() ? name : name + " " + statistic.word();
  }
}
