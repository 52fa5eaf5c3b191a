package io.gradsweep.driver.study;

import io.gradsweep.driver.rows.Environment;
import io.gradsweep.driver.rows.PartFooter;
import io.gradsweep.driver.rows.RowReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads the trials of a file one after the other, each with its recorded steps: both tables have
 * them in the same order. At most one trial is in memory.
 */
public final class TrialReader implements AutoCloseable {

  private final Study study;
  private final DataFile file;
  private final Map<String, String> logs;
  private final List<Environment> environments;
  private final TableColumns columns;
  private final RowReader trials;
  private final Optional<RowReader> trajectories;
  private final int idOfTrial;
  private final int idOfStep;
  private Object[] row;
  private Optional<Object[]> ahead = Optional.empty();
  private final List<Object[]> steps = new ArrayList<>();

  /**
   * @param columns columns to read; if the file lacks one, its values are null
   */
  public TrialReader(Study study, DataFile file, boolean hasSteps, TableColumns columns)
      throws IOException {
    this.study = study;
    this.file = file;
    PartFooter facts = Parts.facts(study, file);
    logs = facts.logs();
    environments = facts.environments();
    this.columns = columns;
    idOfTrial = TableColumns.index(columns.trials(), "trial_id");
    idOfStep = hasSteps ? TableColumns.index(columns.steps(), "trial_id") : -1;
    trials = Parts.reader(study, file.trials(), columns.trials());
    trajectories =
        hasSteps
            ? Optional.of(Parts.reader(study, file.trajectories(), columns.steps()))
            : Optional.empty();
    readAhead();
  }

  private void readAhead() throws IOException {
    ahead = trajectories.isPresent() ? trajectories.get().next() : Optional.empty();
  }

  /** Goes to the next trial; false at the end of the file. */
  public boolean next() throws IOException {
    Optional<Object[]> next = trials.next();
    if (next.isEmpty()) {
      return false;
    }
    row = next.get();
    steps.clear();
    while (ahead.isPresent() && ahead.get()[idOfStep].equals(row[idOfTrial])) {
      steps.add(ahead.get());
      readAhead();
    }
    return true;
  }

  /** Refuses a file with rows left over. */
  public void requireEnd() throws IOException {
    if (next()) {
      throw new IOException(
          "Cannot copy %s: it has more trials than its file list counts".formatted(file.trials()));
    }
    if (ahead.isPresent()) {
      throw new IOException(
          "Cannot copy %s: a step of trial %s stands apart from its trial's (must be in its order)"
              .formatted(file.trajectories(), ahead.get()[idOfStep]));
    }
  }

  public String trialId() {
    return (String) row[idOfTrial];
  }

  Object[] row() {
    return row;
  }

  /** Writes the trial that was read last, with its steps. */
  public void copy(UnpublishedFiles target) throws IOException {
    for (Object[] step : steps) {
      target.writeStep(step);
    }
    String log = logs.get(trialId());
    boolean keepsLog = log != null && target.isOf(study);
    target.ranOn(environments);
    target.writeTrial(row, columns.status(row), columns.reason(row), keepsLog ? log : null);
  }

  /** Writes the next trials, with their steps. */
  public void copy(UnpublishedFiles target, long count) throws IOException {
    for (long i = 0; i < count; i++) {
      if (!next()) {
        throw new IOException(
            "Cannot copy %s: %d trials are missing (its file list counts them)"
                .formatted(file.trials(), count - i));
      }
      copy(target);
    }
  }

  @Override
  public void close() throws IOException {
    trials.close();
    if (trajectories.isPresent()) {
      trajectories.get().close();
    }
  }
}
