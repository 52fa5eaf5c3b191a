package io.gradsweep.driver.query;

import io.gradsweep.results.trial.ParameterSpec;
import io.gradsweep.results.trial.Trial;
import io.gradsweep.sweeps.plan.Plan;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Selects the rows of a study that are {@code trials}: those of the current plan among {@code
 * all_trials}. If a study also keeps others, each row is checked for whether the plan contains its
 * trial; studies that only grew need no such check.
 *
 * @param wholeFolder whether the plan contains every trial of the folder
 */
public record CurrentPlan(Plan plan, boolean wholeFolder) {

  /** The columns that identify the trial of a row. */
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
    return trial(values).isPresent();
  }

  /**
   * The trial of a row; empty if the plan does not contain it.
   *
   * @param values of {@link #columns}, in that order
   */
  public Optional<Trial> trial(List<Object> values) {
    List<String> columns = columns();
    Map<String, Object> row = new LinkedHashMap<>();
    for (int i = 0; i < values.size(); i++) {
      row.put(columns.get(i), values.get(i));
    }
    int version = ((Number) row.get("simulation_version")).intValue();
    return version == plan.simulation().version()
        ? Optional.of(TrialRow.trial(plan.simulation(), row)).filter(plan::contains)
        : Optional.empty();
  }
}
