package io.gradsweep.driver.report;

import io.gradsweep.driver.analysis.StudyView;
import io.gradsweep.driver.study.DesignProgress;
import io.gradsweep.driver.study.Manifest;
import io.gradsweep.sweeps.plan.Plan;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * A study with the facts that a report shows besides its rows.
 *
 * @param name the folder as a person would type it
 * @param manifest empty if no run has come far enough to write it
 * @param state {@code finished}, {@code running}, {@code interrupted}, or of a merged study {@code
 *     incomplete}
 * @param planned trials of the plan; of a merged study, its rows
 * @param merged the studies from which it was merged; empty if it was run
 * @param design how far a rule of replicates is; empty if the sweep states its trials
 * @param notes notes on its files: those that are gone, and foreign ones
 * @param resolved the sweep file as it was resolved and run
 * @param replay from a trial's id to the command that runs it again
 * @param version version of the gradsweep that writes the report
 */
public record ReportedStudy(
    String name,
    StudyView view,
    Optional<Manifest> manifest,
    String state,
    long planned,
    List<String> merged,
    Optional<DesignProgress> design,
    List<String> notes,
    String resolved,
    UnaryOperator<String> replay,
    String version,
    Instant writtenAt) {

  Plan plan() {
    return view.plan();
  }

  boolean isFinished() {
    return state.equals("finished");
  }
}
