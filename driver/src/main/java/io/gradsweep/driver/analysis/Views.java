package io.gradsweep.driver.analysis;

import io.gradsweep.driver.query.StudyTables;
import io.gradsweep.sweeps.plan.Plan;

/** Adds to a study's tables what gradsweep computes of its rows: refitted rates, and edges. */
public final class Views {

  private Views() {}

  /**
   * @param plan by which the rows are read
   */
  public static void addTo(StudyTables tables, Plan plan) {
    Refits.addTo(tables, plan);
    Boundaries.addTo(tables, plan);
  }
}
