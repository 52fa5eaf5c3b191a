package io.gradsweep.driver.query;

import java.sql.SQLException;

/** Defines the view {@code trials}: the rows of the current plan among {@code all_trials}. */
public interface CurrentPlan {

  /** Every row belongs to the current plan. */
  CurrentPlan EVERYTHING =
      database -> database.execute("CREATE VIEW trials AS SELECT * FROM all_trials");

  void define(StudyDatabase database) throws SQLException;
}
