package io.gradsweep.driver.query;

import io.gradsweep.results.trial.MetricSpec;
import io.gradsweep.results.trial.SimulationSpec;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Views of trajectories by target and by budget, after Hansen et al., COCO (2021): the number of
 * steps to a level 10^k, the level reached in 10^k steps, and the share of runs that reach a level
 * in a number of steps. They are exact with respect to the recorded steps, in SQL for all engines.
 */
public final class TrajectoryViews {

  /** A name and the SELECT behind it. */
  public record View(String name, String select) {}

  private static final int LEAST_LEVEL = -16;
  private static final int GREATEST_LEVEL = 3;
  private static final int GREATEST_BUDGET = 9;

  private static final Set<String> OWN_COLUMNS =
      Set.of("metric", "level", "steps_to_level", "runs_reached", "runs", "share_reached");

  private TrajectoryViews() {}

  /**
   * @param axes parameters whose values make the groups of {@code run_times}
   */
  public static List<View> of(SimulationSpec simulation, List<String> axes) {
    String metrics = metrics(simulation);
    return List.of(
        new View("recorded", recorded(simulation)),
        new View("fixed_targets", fixedTargets(metrics)),
        new View("fixed_budgets", fixedBudgets(metrics)),
        new View("run_times", runTimes(axes)));
  }

  /** One row per metric and recorded step, of the current plan's trials. */
  private static String recorded(SimulationSpec simulation) {
    if (simulation.metrics().isEmpty()) {
      return "SELECT trial_id, step, time, CAST('' AS STRING) AS metric, CAST(0 AS DOUBLE) AS value"
          + " FROM trajectories WHERE 1 = 0";
    }
    return simulation.metrics().stream()
        .map(TrajectoryViews::recorded)
        .collect(Collectors.joining(" UNION ALL "));
  }

  private static String recorded(MetricSpec metric) {
    String column = SqlText.name(metric.name());
    return ("SELECT trial_id, step, time, '%s' AS metric, %s AS value FROM trajectories"
            + " WHERE %s IS NOT NULL AND trial_id IN (SELECT trial_id FROM trials)")
        .formatted(metric.name(), column, column);
  }

  /** The names of all metrics, as the table {@code m}. */
  private static String metrics(SimulationSpec simulation) {
    return simulation.metrics().isEmpty()
        ? "(SELECT metric FROM recorded) AS m"
        : simulation.metrics().stream()
            .map(metric -> "('%s')".formatted(metric.name()))
            .collect(Collectors.joining(", ", "(VALUES ", ") AS m(metric)"));
  }

  /** Steps to fixed targets; a trial without recorded steps reaches no level, but still counts. */
  private static String fixedTargets(String metrics) {
    return SqlTemplate.filled(
        "fixed_targets",
        Map.of("metrics", metrics, "levels", powers(LEAST_LEVEL, GREATEST_LEVEL, "(1e%s)")));
  }

  /**
   * Values at fixed budgets; a run that ended before the budget has a value there only if it had
   * converged.
   */
  private static String fixedBudgets(String metrics) {
    return SqlTemplate.filled(
        "fixed_budgets",
        Map.of(
            "metrics", metrics, "budgets", powers(0, GREATEST_BUDGET, "(CAST(1e%s AS BIGINT))")));
  }

  private static String powers(int least, int greatest, String form) {
    return IntStream.rangeClosed(least, greatest)
        .mapToObj(form::formatted)
        .collect(Collectors.joining(", "));
  }

  private static String runTimes(List<String> axes) {
    String groups =
        axes.stream()
            .map(axis -> "t.%s AS %s, ".formatted(SqlText.name(axis), alias(axis)))
            .collect(Collectors.joining());
    String names = axes.stream().map(TrajectoryViews::alias).collect(Collectors.joining(", "));
    String lead = axes.isEmpty() ? "" : names + ", ";
    String partition = "PARTITION BY " + lead + "metric, level";
    return SqlTemplate.filled(
        "run_times", Map.of("lead", lead, "partition", partition, "groups", groups));
  }

  /** An axis under its own name, unless the view uses that name for something else. */
  private static String alias(String axis) {
    return SqlText.name(OWN_COLUMNS.contains(axis) ? "parameter_" + axis : axis);
  }
}
