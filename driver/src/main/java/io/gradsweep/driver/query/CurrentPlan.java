package io.gradsweep.driver.query;

import io.gradsweep.results.trial.ParameterSpec;
import io.gradsweep.sweeps.plan.Plan;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Which rows of a study are {@code trials}: those of the current plan among {@code all_trials}. In
 * a study that keeps others beside them every row is asked whether the plan holds its trial;
 * studies that only grew need no such look.
 *
 * @param wholeFolder whether the plan holds every trial of the folder
 */
public record CurrentPlan(Plan plan, boolean wholeFolder) {

  /** The columns that say which trial a row is of. */
  public List<String> columns() {
    return Stream.concat(
            Stream.of("trial_id", "seed", "replicate", "simulation_version"),
            plan.simulation().parameters().stream().map(ParameterSpec::name))
        .toList();
  }

  /**
   * @param values of {@link #columns}, in that order
   */
  public boolean holds(List<Object> values) {
    List<String> columns = columns();
    Map<String, Object> row = new LinkedHashMap<>();
    for (int i = 0; i < values.size(); i++) {
      row.put(columns.get(i), values.get(i));
    }
    int version = ((Number) row.get("simulation_version")).intValue();
    return version == plan.simulation().version()
        && plan.contains(TrialRow.trial(plan.simulation(), row));
  }
}
