package io.gradsweep.driver.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradsweep.workers.Quadratic;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The views over rows that are written out here: 40 trials of one group, 31 failed unrecorded. */
class TestTrajectoryViews {

  private Connection connection;

  @BeforeEach
  void define() throws SQLException {
    connection = DriverManager.getConnection("jdbc:duckdb:");
    execute(
        "CREATE TABLE trials AS SELECT 'trial ' || i AS trial_id,"
            + " CASE WHEN i < 9 THEN 2 ELSE 0 END AS steps,"
            + " CASE WHEN i < 9 THEN 'converged' ELSE 'failed' END AS status"
            + " FROM range(40) AS r(i)");
    // trial i falls from 10^i below 1 at step 2; the last one is of another plan
    execute(
        "CREATE TABLE trajectories AS SELECT 'trial ' || i AS trial_id, step, step / 2 AS time,"
            + " CASE step WHEN 2 THEN 0.5 ELSE pow(10, i % 3) END AS loss"
            + " FROM range(9) AS r(i), range(3) AS s(step)"
            + " UNION ALL SELECT 'foreign', 0, 0.0, 1e-9");
    for (TrajectoryViews.View view : TrajectoryViews.of(new Quadratic().spec(), List.of())) {
      execute("CREATE VIEW " + view.name() + " AS " + view.select());
    }
  }

  @AfterEach
  void close() throws SQLException {
    connection.close();
  }

  private void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private double number(String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      assertThat(result.next()).isTrue();
      return result.getDouble(1);
    }
  }

  @Test
  void theShareThatReachedALevelIsOfAllTrials() throws SQLException {
    String most = "SELECT max(share_reached) FROM run_times WHERE metric = 'loss' AND level = ";
    assertThat(number(most + "1e0")).isEqualTo(9.0 / 40);
    assertThat(number(most + "1e-1")).isZero();
    assertThat(number("SELECT max(runs) FROM run_times")).isEqualTo(40);
    assertThat(number("SELECT min(runs) FROM run_times")).isEqualTo(40);
    // a third starts at 1, and has reached it at once
    assertThat(
            number("SELECT share_reached FROM run_times WHERE level = 1e0 AND steps_to_level = 0"))
        .isEqualTo(3.0 / 40);
  }

  @Test
  void everyTrialMetricAndLevelHasARow() throws SQLException {
    double levels = number("SELECT count(DISTINCT level) FROM fixed_targets");
    assertThat(number("SELECT count(*) FROM fixed_targets")).isEqualTo(40 * levels);
    assertThat(number("SELECT count(steps_to_level) FROM fixed_targets WHERE level = 1e0"))
        .isEqualTo(9);
    assertThat(number("SELECT count(*) FROM fixed_budgets WHERE budget = 1")).isEqualTo(40);
  }

  @Test
  void trialsOfAnotherPlanAreNotRecorded() throws SQLException {
    assertThat(number("SELECT count(*) FROM recorded WHERE trial_id = 'foreign'")).isZero();
    assertThat(number("SELECT count(*) FROM recorded")).isEqualTo(27);
    assertThat(number("SELECT count(*) FROM fixed_targets WHERE trial_id = 'foreign'")).isZero();
  }
}
