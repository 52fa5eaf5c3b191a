package io.gradsweep.driver.study;

import io.gradsweep.driver.rows.ParquetSchema;
import io.gradsweep.results.columns.Column;
import io.gradsweep.results.columns.TrajectoryTable;
import io.gradsweep.results.outcome.Status;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * The columns of files in both tables, according to their footers: those of the version of the
 * simulation that wrote them.
 *
 * @param steps empty if no trial has recorded steps
 */
public record TableColumns(List<Column> trials, List<Column> steps) {

  public static TableColumns of(Study study, DataFile file, boolean hasSteps) throws IOException {
    return new TableColumns(
        Parts.columns(study, file.trials()),
        hasSteps ? Parts.columns(study, file.trajectories()) : List.of());
  }

  /** The columns of both, by name; empty if a name has two types. */
  public Optional<TableColumns> union(TableColumns other) {
    Optional<List<Column>> ofTrials = ParquetSchema.union(trials, other.trials);
    Optional<List<Column>> ofSteps =
        steps.isEmpty() || other.steps.isEmpty()
            ? Optional.of(steps.isEmpty() ? other.steps : steps)
            : ParquetSchema.union(steps, other.steps);
    return ofTrials.isPresent() && ofSteps.isPresent()
        ? Optional.of(new TableColumns(ofTrials.get(), ofSteps.get()))
        : Optional.empty();
  }

  /** Files for rows of these columns. */
  public UnpublishedFiles files(Study study, String name) throws IOException {
    return new UnpublishedFiles(
        study, name, trials, steps.isEmpty() ? TrajectoryTable.fixedColumns() : steps);
  }

  public Status status(Object[] row) {
    return Status.of((String) row[index(trials, "status")]);
  }

  String reason(Object[] row) {
    Object reason = row[index(trials, "reason")];
    return reason == null ? "" : (String) reason;
  }

  public static int index(List<Column> columns, String name) {
    for (int i = 0; i < columns.size(); i++) {
      if (columns.get(i).name().equals(name)) {
        return i;
      }
    }
    throw new IllegalArgumentException("Cannot find column: '%s'".formatted(name));
  }
}
