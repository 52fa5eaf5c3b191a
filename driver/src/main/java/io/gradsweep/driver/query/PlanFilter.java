package io.gradsweep.driver.query;

import io.gradsweep.results.trial.Trial;
import io.gradsweep.sweeps.plan.Plan;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The rows of the current plan in a study that keeps others beside them: every row is asked whether
 * the plan holds its trial. Studies that only grew need no such look.
 */
public final class PlanFilter {

  private static final int BATCH = 10_000;

  private PlanFilter() {}

  /**
   * @param wholeFolder whether the plan holds every trial of the folder
   */
  public static CurrentPlan of(Plan plan, boolean wholeFolder) {
    return wholeFolder ? CurrentPlan.EVERYTHING : database -> define(plan, database);
  }

  private static void define(Plan plan, StudyDatabase database) throws SQLException {
    database.execute("CREATE TEMP TABLE current_plan (trial_id VARCHAR)");
    String parameters =
        String.join(
            "",
            plan.simulation().parameters().stream().map(p -> ", \"" + p.name() + "\"").toList());
    Answer rows =
        database.ask(
            "SELECT trial_id, seed, replicate, simulation_version"
                + parameters
                + " FROM all_trials");
    try (PreparedStatement insert = database.prepare("INSERT INTO current_plan VALUES (?)")) {
      int waiting = 0;
      for (List<Object> row : rows.rows()) {
        if (holds(plan, rows.columns(), row)) {
          insert.setString(1, (String) row.get(0));
          insert.addBatch();
          if (++waiting % BATCH == 0) {
            insert.executeBatch();
          }
        }
      }
      if (waiting % BATCH != 0) {
        insert.executeBatch();
      }
    }
    database.execute(
        "CREATE VIEW trials AS SELECT * FROM all_trials"
            + " WHERE trial_id IN (SELECT trial_id FROM current_plan)");
  }

  private static boolean holds(Plan plan, List<String> columns, List<Object> values) {
    Map<String, Object> row = new LinkedHashMap<>();
    for (int i = 0; i < columns.size(); i++) {
      row.put(columns.get(i), values.get(i));
    }
    int version = ((Number) row.get("simulation_version")).intValue();
    if (version != plan.simulation().version()) {
      return false;
    }
    Trial trial = TrialRow.trial(plan.simulation(), row);
    return plan.contains(trial);
  }
}
