package io.gradsweep.driver.study;

import io.gradsweep.driver.rows.Checksums;
import io.gradsweep.driver.rows.Environment;
import io.gradsweep.driver.rows.Footer.Unreadable;
import io.gradsweep.driver.rows.PartFooter;
import io.gradsweep.driver.rows.PartFooter.Failure;
import io.gradsweep.driver.rows.RowWriter;
import io.gradsweep.driver.rows.RowWriter.Row;
import io.gradsweep.results.columns.Column;
import io.gradsweep.results.outcome.Status;
import io.gradsweep.results.outcome.StatusCounts;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Files of rows of some trials and their recorded steps while they are written, outside the folders
 * that readers use. Closing without publishing leaves nothing.
 */
public final class UnpublishedFiles implements AutoCloseable {

  /** Far more causes than a broken simulation has; if there are more, reasons contain numbers. */
  private static final int MOST_CAUSES = 10_000;

  private final Study study;
  private final String name;
  private final String trialsFile;
  private final String trajectoriesFile;
  private final RowWriter trials;
  private final List<Column> ofSteps;

  /** Null until there is a step: most sweeps record none, and a file costs as much as some rows. */
  private RowWriter trajectories;

  private final StatusCounts counts = new StatusCounts();
  private final Map<List<String>, Failure> failures = new LinkedHashMap<>();
  private List<Environment> environments = List.of();
  private boolean appended;
  private boolean closed;

  /**
   * @param name of the files, once they are published
   */
  UnpublishedFiles(Study study, String name, List<Column> ofTrials, List<Column> ofSteps)
      throws IOException {
    this.study = study;
    this.name = name;
    this.ofSteps = ofSteps;
    study.storage().createFolders(StudyNames.TEMPORARY);
    trialsFile = study.temporary("trials-" + name);
    trajectoriesFile = study.temporary("trajectories-" + name);
    trials = new RowWriter(study.storage().output(trialsFile), StudyNames.TRIALS, ofTrials);
  }

  private RowWriter trajectories() throws IOException {
    if (trajectories == null) {
      trajectories =
          new RowWriter(study.storage().output(trajectoriesFile), StudyNames.TRAJECTORIES, ofSteps);
    }
    return trajectories;
  }

  private long steps() {
    return trajectories == null ? 0 : trajectories.rows();
  }

  public String name() {
    return name;
  }

  /**
   * Writes the row of one trial; its status, and the reason of a failure, go into the footer.
   *
   * @param reason null if the mathematics decided, and no reason is needed
   * @param log file of the study with details of a failure; null if there are none
   */
  void writeTrial(Object[] row, Status status, String reason, String log) throws IOException {
    trials.write(row);
    count((String) row[0], status, reason, log);
  }

  /** The same for a row that puts its cells. */
  void writeTrial(Row row, String trialId, Status status, String reason, String log)
      throws IOException {
    trials.write(row);
    count(trialId, status, reason, log);
  }

  private void count(String trialId, Status status, String reason, String log) {
    counts.add(status);
    if (!status.decidedByMathematics()) {
      countFailure(new Failure(status.word(), reason, 1, trialId, log));
    }
  }

  /** Adds environments in which the rows written here were computed. */
  void ranOn(List<Environment> more) {
    if (!environments.containsAll(more)) {
      environments = Environment.union(environments, more);
    }
  }

  private void countFailure(Failure failure) {
    List<String> cause = List.of(failure.status(), failure.reason());
    if (failures.size() < MOST_CAUSES || failures.containsKey(cause)) {
      failures.merge(cause, failure, Failure::plus);
    }
  }

  /** Whether a failure is the first of its cause, and there is room for another one. */
  boolean isNewCause(Status status, String reason) {
    return failures.size() < MOST_CAUSES && !failures.containsKey(List.of(status.word(), reason));
  }

  /** Whether these are files of a study, so that its logs of failures are beside them. */
  boolean isOf(Study other) {
    return study.folder().equals(other.folder());
  }

  void writeStep(Object[] row) throws IOException {
    trajectories().write(row);
  }

  void writeStep(Row row) throws IOException {
    trajectories().write(row);
  }

  /**
   * Copies the rows of a file as they are, whose columns are those of these files, behind those
   * written so far.
   *
   * @param facts of the file, with every cause of failure
   */
  public void append(Study from, DataFile file, boolean hasSteps, PartFooter facts)
      throws IOException {
    if (hasSteps) {
      trajectories().append(from.storage().input(file.trajectories()));
    }
    trials.append(from.storage().input(file.trials()));
    facts.counts().forEach((word, count) -> counts.add(Status.of(word), count));
    for (Failure cause : facts.failures()) {
      countFailure(isOf(from) ? cause : cause.withoutLog());
    }
    ranOn(facts.environments());
    appended = true;
  }

  public long rows() {
    return trials.rows();
  }

  /**
   * Closes the files, and reads their footers back, to check that the disk holds what was written.
   */
  public void finish(long expectedTrials) throws IOException {
    if (trials.rows() != expectedTrials) {
      throw new IOException(
          "Cannot publish %s: %d rows (must be %d)".formatted(name, trials.rows(), expectedTrials));
    }
    trials.describe(
        PartFooter.KEY, PartFooter.of(counts, failures.values(), steps(), environments).json());
    closed = true;
    closeWriters();
    requireOnDisk(trialsFile, expectedTrials);
    if (trajectories != null) {
      requireOnDisk(trajectoriesFile, steps());
    }
  }

  private void closeWriters() throws IOException {
    trials.close();
    if (trajectories != null) {
      trajectories.close();
    }
  }

  private void requireOnDisk(String file, long rows) throws IOException {
    requireRows(file, rows);
    if (appended) {
      requirePages(file);
    }
  }

  /** Compares every copied page with the sum that was taken when it was first written. */
  private void requirePages(String file) throws IOException {
    try {
      Checksums.requirePages(study.storage().input(file), study.storage().isLocal());
    } catch (Unreadable e) {
      throw new IOException("Cannot publish %s: %s".formatted(name, e.getMessage()), e);
    }
  }

  private void requireRows(String file, long expected) throws IOException {
    long found = Parts.rows(study, file);
    if (found != expected) {
      throw new IOException(
          "Cannot publish %s: %d rows on disk (must be %d)".formatted(name, found, expected));
    }
  }

  /**
   * Makes a replacement durable before it is published, since the rows that it replaces were safe.
   */
  public void force() throws IOException {
    study.storage().force(trialsFile);
    if (trajectories != null) {
      study.storage().force(trajectoriesFile);
    }
  }

  /** Gives the trajectories their name, replacing an existing file. */
  public void publishTrajectories() throws IOException {
    String path = StudyNames.TRAJECTORIES + "/" + name;
    if (steps() > 0) {
      study.storage().publishReplacing(trajectoriesFile, path);
    } else {
      study.storage().delete(path);
    }
  }

  /** Gives the trials their name; false if a file already has it. */
  public boolean publishTrials() throws IOException {
    return study.storage().publish(trialsFile, StudyNames.TRIALS + "/" + name);
  }

  public void publishTrialsReplacing() throws IOException {
    study.storage().publishReplacing(trialsFile, StudyNames.TRIALS + "/" + name);
  }

  @Override
  public void close() throws IOException {
    try {
      if (!closed) {
        closed = true;
        closeWriters();
      }
    } finally {
      study.storage().delete(trialsFile);
      study.storage().delete(trajectoriesFile);
    }
  }
}
