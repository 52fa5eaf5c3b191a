package io.gradsweep.driver.rounds;

import io.gradsweep.driver.analysis.Views;
import io.gradsweep.driver.query.CurrentPlan;
import io.gradsweep.driver.query.StudyDatabase;
import io.gradsweep.driver.query.StudyTables;
import io.gradsweep.driver.study.Study;
import io.gradsweep.sweeps.plan.Plan;
import java.io.IOException;
import java.util.Collection;

/** The rows of the rounds of a design so far, on which it decides. */
public final class SeenRows implements AutoCloseable {

  private final Study study;
  private final Plan plan;
  private final Observations trials;
  private StudyTables tables;

  private SeenRows(Study study, Plan plan, Observations trials) {
    this.study = study;
    this.plan = plan;
    this.trials = trials;
  }

  /**
   * Reads the rows.
   *
   * @param plan a design with its rounds; rows of other trials are left out
   * @param columns names of the columns of trials that are needed
   */
  public static SeenRows read(Study study, Plan plan, Collection<String> columns)
      throws IOException {
    return new SeenRows(study, plan, Observations.read(study, plan, columns));
  }

  public Observations trials() {
    return trials;
  }

  /** The same rows as tables, which sort and select; they are opened when they are first needed. */
  StudyTables tables() throws IOException {
    if (tables == null) {
      tables = StudyDatabase.open(study, new CurrentPlan(plan, false));
      Views.addTo(tables, plan);
    }
    return tables;
  }

  @Override
  public void close() {
    if (tables != null) {
      tables.close();
    }
  }
}
