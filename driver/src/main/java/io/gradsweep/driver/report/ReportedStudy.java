package io.gradsweep.driver.report;

import io.gradsweep.driver.analysis.StudyView;
import io.gradsweep.driver.study.DesignProgress;
import io.gradsweep.driver.study.StudyState;
import io.gradsweep.sweeps.plan.Plan;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * A study with the facts that a report shows besides its rows.
 *
 * @param name the folder as a person would type it
 * @param planned trials of the plan; of a merged study, its rows
 * @param merged the studies from which it was merged; empty if it was run
 * @param design how far a rule of replicates is; empty if the sweep states its trials
 * @param replay from a trial's id to the command that runs it again
 */
public record ReportedStudy(
    String name,
    StudyView view,
    StudyState state,
    long planned,
    List<String> merged,
    Optional<DesignProgress> design,
    UnaryOperator<String> replay,
    Writing writing) {

  /**
   * The writing of a report.
   *
   * @param version of the gradsweep that writes it
   */
  public record Writing(String version, Instant at) {}

  Plan plan() {
    return view.plan();
  }

  boolean isFinished() {
    return state == StudyState.FINISHED;
  }
}
