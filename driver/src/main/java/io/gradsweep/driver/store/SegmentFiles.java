package io.gradsweep.driver.store;

import io.gradsweep.driver.store.PartFacts.Failure;
import io.gradsweep.results.columns.TrajectoryTable;
import io.gradsweep.results.columns.TrialTable;
import io.gradsweep.results.outcome.Status;
import io.gradsweep.results.trial.SimulationSpec;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The two files of one segment while they are written, outside the folders that readers look into.
 * {@link #publish} checks the row counts, then gives the trajectories and at last the trials their
 * names: the first publisher wins, and the trials' name is the commit. Closing without publishing
 * leaves nothing.
 */
public final class SegmentFiles implements AutoCloseable {

  /** Far more causes than a broken simulation has; beyond, a reason holds a number. */
  private static final int MOST_CAUSES = 10_000;

  private final Study study;
  private final PartName part;
  private final String trialsFile;
  private final String trajectoriesFile;
  private final RowWriter trials;
  private final RowWriter trajectories;
  private final long[] counts = new long[Status.values().length];
  private final Map<List<String>, Failure> failures = new LinkedHashMap<>();
  private final FailureLog log = new FailureLog();
  private String earlierLog = "";
  private boolean closed;

  public SegmentFiles(Study study, PartName part, SimulationSpec simulation) throws IOException {
    this.study = study;
    this.part = part;
    study.storage().createFolders(Study.TEMPORARY);
    trialsFile = study.temporary("trials-" + part.file());
    trajectoriesFile = study.temporary("trajectories-" + part.file());
    trials =
        new RowWriter(
            study.storage().output(trialsFile), Study.TRIALS, TrialTable.of(simulation).columns());
    trajectories =
        new RowWriter(
            study.storage().output(trajectoriesFile),
            Study.TRAJECTORIES,
            TrajectoryTable.columns(simulation));
  }

  /**
   * Writes the row of one trial; its status, and the reason of a failure, go into the footer.
   *
   * @param details what else is known of a failure; of the first of each cause, it is kept
   */
  public void writeTrial(Object[] row, Status status, String reason, Supplier<String> details)
      throws IOException {
    trials.write(row);
    counts[status.ordinal()]++;
    if (!status.decidedByMathematics()) {
      countFailure(new Failure(status.word(), reason, 1, (String) row[0], null), details);
    }
    FaultPoint.ROW_WRITTEN.reached();
  }

  private void countFailure(Failure failure, Supplier<String> details) {
    boolean kept = isNewCause(failure) && log.add(failure, details.get());
    count(
        kept
            ? new Failure(failure.status(), failure.reason(), 1, failure.trialId(), part.log())
            : failure);
  }

  private static List<String> cause(Failure failure) {
    return List.of(failure.status(), failure.reason());
  }

  private boolean isNewCause(Failure failure) {
    return failures.size() < MOST_CAUSES && !failures.containsKey(cause(failure));
  }

  private void count(Failure failure) {
    if (isNewCause(failure) || failures.containsKey(cause(failure))) {
      failures.merge(cause(failure), failure, Failure::plus);
    }
  }

  /**
   * Writes the row of a trial that stays what it was.
   *
   * @param earlier what the published segment has kept of its failures
   */
  void writeKept(Object[] row, Status status, String reason, String earlier) throws IOException {
    trials.write(row);
    counts[status.ordinal()]++;
    if (!status.decidedByMathematics()) {
      earlierLog = earlier;
      String id = (String) row[0];
      String named = earlier.contains(id) ? part.log() : null;
      count(new Failure(status.word(), reason, 1, id, named));
    }
    FaultPoint.ROW_WRITTEN.reached();
  }

  public void writeStep(Object[] row) throws IOException {
    trajectories.write(row);
  }

  /**
   * Makes the segment visible, unless another attempt did so first: then false, and what that one
   * wrote stands.
   *
   * @param expected trials that the segment has
   */
  public boolean publish(long expected) throws IOException {
    finish(expected);
    if (!log.isEmpty()) {
      study.storage().replace(part.log(), log.bytes());
    }
    FaultPoint.BEFORE_TRAJECTORIES.reached();
    if (!study.storage().exists(part.trials())) {
      publishTrajectories(); // instead of those that a dead attempt may have left
    }
    FaultPoint.BETWEEN_TRAJECTORIES_AND_TRIALS.reached();
    boolean first = study.storage().publish(trialsFile, part.trials());
    FaultPoint.AFTER_TRIALS.reached();
    return first;
  }

  /** Puts the files in place of the segment's published ones. Only under the study's lock. */
  public void publishReplacing(long expected) throws IOException {
    finish(expected);
    log.addEarlier(earlierLog);
    publishTrajectories();
    study.storage().publishReplacing(trialsFile, part.trials());
    if (log.isEmpty()) {
      study.storage().delete(part.log());
    } else {
      study.storage().replace(part.log(), log.bytes());
    }
  }

  private void publishTrajectories() throws IOException {
    if (trajectories.rows() > 0) {
      study.storage().publishReplacing(trajectoriesFile, part.trajectories());
    } else {
      study.storage().delete(part.trajectories());
    }
  }

  private void finish(long expected) throws IOException {
    if (trials.rows() != expected) {
      throw new IOException(
          "Cannot publish %s: %d rows (must be %d)"
              .formatted(part.file(), trials.rows(), expected));
    }
    trials.describe(PartFacts.KEY, PartFacts.of(counts, failures.values()).json());
    closed = true;
    trials.close();
    trajectories.close();
    requireRows(trialsFile, expected);
    requireRows(trajectoriesFile, trajectories.rows());
  }

  /** Reads the footer back: what the disk holds is what was written. */
  private void requireRows(String file, long expected) throws IOException {
    long found = PartFacts.rows(study, file);
    if (found != expected) {
      throw new IOException(
          "Cannot publish %s: %d rows on disk (must be %d)".formatted(file, found, expected));
    }
  }

  @Override
  public void close() throws IOException {
    try {
      if (!closed) {
        closed = true;
        trials.close();
        trajectories.close();
      }
    } finally {
      study.storage().delete(trialsFile);
      study.storage().delete(trajectoriesFile);
    }
  }
}
