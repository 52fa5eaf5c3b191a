package io.gradsweep.driver.analysis;

import io.gradsweep.driver.RequestException;
import io.gradsweep.results.columns.RunningCost;
import io.gradsweep.sweeps.spec.Statistic;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A column of numbers with the statistics to be shown.
 *
 * @param chosen whether these statistics were requested @param cost the running cost of the column,
 *     if the expected running time is among the statistics
 */
record Measure(
    String name, List<Statistic> statistics, boolean chosen, Optional<RunningCost> cost) {

  /** Measure shown beside another one, by its median alone. */
  private static final Set<String> ACCOMPANYING =
      Set.of(
          "predicted_rate",
          "rate_stderr",
          "rate_r2",
          "rate_points",
          "refit_stderr",
          "refit_points");

  private static final Set<String> RATES = Set.of("rate", "rate_whole_run", "refit_rate");

  /**
   * The chosen statistics, or by default those that suit the measure.
   *
   * @throws RequestException if the expected running time is chosen for a column that is not a cost
   *     of runs
   */
  static Measure of(String name, List<Statistic> chosen, TrialColumns columns) {
    List<Statistic> statistics = chosen.isEmpty() ? usual(name) : chosen;
    Optional<RunningCost> cost =
        statistics.stream().anyMatch(Statistic::isErt)
            ? Optional.of(columns.requireRunningCost(name))
            : Optional.empty();
    return new Measure(name, statistics, !chosen.isEmpty(), cost);
  }

  /**
   * The default statistics: for a rate the mean; for the cost of a target also the runs that never
   * reach it; else the median.
   */
  private static List<Statistic> usual(String name) {
    if (RATES.contains(name)) {
      return List.of(Statistic.MEAN);
    }
    return name.equals("steps_to_target")
        ? List.of(Statistic.MEDIAN, Statistic.ERT)
        : List.of(Statistic.MEDIAN);
  }

  /** Whether the measure is shown under its name alone, without a count and without intervals. */
  boolean isPlain() {
    return !chosen && ACCOMPANYING.contains(name);
  }

  String heading(Statistic statistic) {
    return isPlain() ? name : name + " " + statistic.word();
  }
}
