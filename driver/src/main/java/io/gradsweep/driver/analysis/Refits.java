package io.gradsweep.driver.analysis;

import io.gradsweep.driver.query.SqlText;
import io.gradsweep.driver.query.StudyTables;
import io.gradsweep.results.columns.RefitTable;
import io.gradsweep.sweeps.plan.Plan;
import io.gradsweep.sweeps.plan.Refit;
import io.gradsweep.sweeps.spec.RateSpec;
import io.gradsweep.workers.api.RateFit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Fits rates on another window than the trials did, over their recorded steps. An engine sorts the
 * steps, and they are fitted here one after the other, so that the digits are the same on all
 * engines.
 */
final class Refits {

  private final RateFit fit;
  private final List<List<Object>> rows = new ArrayList<>();
  private String trial;
  private long recorded;

  private Refits(RateSpec window) {
    fit = RateFit.within(window.low(), window.high());
  }

  /**
   * Adds the columns of {@link RefitTable} to {@code trials}, if the plan's sweep has a window and
   * a metric to fit (as every plan that can be run).
   */
  static void addTo(StudyTables tables, Plan plan) {
    plan.sweep()
        .analysis()
        .rate()
        .ifPresent(
            window ->
                Refit.metric(window, plan.simulation())
                    .ifPresent(
                        metric ->
                            tables.addToTrials(
                                RefitTable.COLUMNS, of(tables, window, metric.name()))));
  }

  /** A row for each trial with recorded steps: its id, then the columns. */
  private static List<List<Object>> of(StudyTables tables, RateSpec window, String metric) {
    Refits refits = new Refits(window);
    tables.each(
        "SELECT trial_id, step, time, %s FROM trajectories ORDER BY trial_id, step"
            .formatted(SqlText.name(metric)),
        row -> refits.add((String) row[0], (Long) row[1], (Double) row[2], (Double) row[3]));
    refits.end();
    return refits.rows;
  }

  private void add(String id, long step, Double time, Double error) {
    if (!Objects.equals(id, trial)) {
      end();
      trial = id;
    }
    if (fit.wants(recorded++)) { // recorded steps are few: none is skipped
      fit.add(time == null ? step : time, error == null ? Double.NaN : error);
    }
  }

  private void end() {
    if (trial != null) {
      List<Object> row = new ArrayList<>(List.of(trial));
      row.addAll(RefitTable.values(fit.estimate()));
      rows.add(row);
    }
    fit.reset();
    recorded = 0;
  }
}
