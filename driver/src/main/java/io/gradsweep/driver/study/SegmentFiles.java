package io.gradsweep.driver.study;

import io.gradsweep.driver.rows.Environment;
import io.gradsweep.driver.rows.RowWriter.Row;
import io.gradsweep.driver.storage.FaultPoint;
import io.gradsweep.results.columns.TrajectoryTable;
import io.gradsweep.results.columns.TrialTable;
import io.gradsweep.results.outcome.Status;
import io.gradsweep.results.trial.SimulationSpec;
import java.io.IOException;
import java.util.List;
import java.util.function.Supplier;

/**
 * The two files of one segment. {@link #publish} checks the row counts, then names the trajectories
 * and finally the trials: the first publisher wins, and naming the trials is the commit. Closing
 * without publishing leaves nothing.
 */
public final class SegmentFiles implements AutoCloseable {

  private final Study study;
  private final PartName part;
  private final UnpublishedFiles files;
  private final SegmentLog log = new SegmentLog();
  private String earlierLog = "";
  private boolean ranHere;

  public SegmentFiles(Study study, PartName part, SimulationSpec simulation) throws IOException {
    this.study = study;
    this.part = part;
    files =
        new UnpublishedFiles(
            study,
            part.file(),
            TrialTable.of(simulation).columns(),
            TrajectoryTable.columns(simulation));
  }

  /**
   * Writes the row of one trial; its status, and the reason of a failure, go into the footer.
   *
   * @param row puts the cells
   * @param details details of a failure; kept for the first of each cause
   */
  public void writeTrial(
      Row row, String trialId, Status status, String reason, Supplier<String> details)
      throws IOException {
    boolean told =
        !status.decidedByMathematics()
            && files.isNewCause(status, reason)
            && log.add(status, reason, trialId, details.get());
    ranHere = true;
    files.writeTrial(row, trialId, status, reason, told ? part.log() : null);
    FaultPoint.ROW_WRITTEN.reached();
  }

  /** Keeps a trial's output, as far as there is room. */
  public void writePrinted(String trialId, String printed) {
    log.addPrinted(trialId, printed);
  }

  /**
   * Writes the unchanged row of a trial.
   *
   * @param earlier the published segment's log of failures
   * @param ranOn where that segment's trials ran
   */
  void writeKept(
      Object[] row, Status status, String reason, String earlier, List<Environment> ranOn)
      throws IOException {
    boolean told = !status.decidedByMathematics() && earlier.contains((String) row[0]);
    earlierLog = earlier;
    files.ranOn(ranOn);
    files.writeTrial(row, status, reason, told ? part.log() : null);
    FaultPoint.ROW_WRITTEN.reached();
  }

  void writeStep(Object[] row) throws IOException {
    files.writeStep(row);
  }

  /** Writes a recorded step of the trial whose row follows. */
  public void writeStep(Row row) throws IOException {
    files.writeStep(row);
  }

  private void finish(long expected) throws IOException {
    if (ranHere) {
      files.ranOn(List.of(Environment.here()));
    }
    files.finish(expected);
  }

  /**
   * Makes the segment visible; false if another attempt did so first, whose files then stay.
   *
   * @param expected number of trials of the segment
   */
  public boolean publish(long expected) throws IOException {
    finish(expected);
    if (!log.isEmpty()) {
      study.storage().replace(part.log(), log.bytes());
    }
    FaultPoint.BEFORE_TRAJECTORIES.reached();
    if (isCompacted()) {
      return false;
    }
    if (!study.storage().exists(part.trials())) {
      files.publishTrajectories(); // instead of those that a dead attempt may have left
    }
    FaultPoint.BETWEEN_TRAJECTORIES_AND_TRIALS.reached();
    boolean first = files.publishTrials();
    FaultPoint.AFTER_TRIALS.reached();
    // while this late twin was publishing
    if (first && (isCompacted() || study.isRetired(part))) {
      study.storage().delete(part.trials());
      study.storage().delete(part.trajectories());
      return false;
    }
    return first;
  }

  /** Whether the segment's rows are in a compacted file, so that a part would be superfluous. */
  private boolean isCompacted() throws IOException {
    return study.fileList() >= 0
        && study.files().compacted().stream()
            .anyMatch(entry -> entry.file().segments().contains(part));
  }

  /** Replaces the segment's published files. Only under the study's lock. */
  public void publishReplacing(long expected) throws IOException {
    finish(expected);
    log.addEarlier(earlierLog);
    files.publishTrajectories();
    files.publishTrialsReplacing();
    if (log.isEmpty()) {
      study.storage().delete(part.log());
    } else {
      study.storage().replace(part.log(), log.bytes());
    }
  }

  @Override
  public void close() throws IOException {
    files.close();
  }
}
