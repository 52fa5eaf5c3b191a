package io.gradsweep.driver.study;

import io.gradsweep.driver.rows.Environment;
import io.gradsweep.driver.rows.RowReader;
import io.gradsweep.results.columns.Column;
import io.gradsweep.results.columns.TrajectoryTable;
import io.gradsweep.results.columns.TrialTable;
import io.gradsweep.results.outcome.Status;
import io.gradsweep.results.trial.ParameterSpec;
import io.gradsweep.results.trial.SimulationSpec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The rows of a published segment that is repeated, by trial id, with their recorded steps. Rows
 * whose status is not repeated are kept; the others only on request.
 */
public final class PublishedSegment {

  private final List<Column> columns;
  private final Set<Status> repeated;
  private final Map<Integer, Object> addedLater = new HashMap<>();
  private final Map<String, Object[]> trials = new HashMap<>();
  private final Map<String, List<Object[]>> steps = new HashMap<>();

  private final String log;
  private final List<Environment> environments;

  private PublishedSegment(
      List<Column> columns, Set<Status> repeated, String log, List<Environment> environments) {
    this.columns = columns;
    this.repeated = repeated;
    this.log = log;
    this.environments = environments;
  }

  public static PublishedSegment read(
      Study study, PartName part, SimulationSpec simulation, Set<Status> repeated)
      throws IOException {
    String log =
        new String(study.storage().read(part.log()).orElse(new byte[0]), StandardCharsets.UTF_8);
    PublishedSegment segment =
        new PublishedSegment(
            TrialTable.of(simulation).columns(),
            repeated,
            log,
            Parts.facts(study, DataFile.of(part)).environments());
    for (ParameterSpec parameter : simulation.parameters()) {
      parameter
          .identityDefault()
          .ifPresent(
              value -> segment.addedLater.put(segment.index(parameter.name()), value.column()));
    }
    try (RowReader rows = Parts.reader(study, part.trials(), segment.columns)) {
      for (Optional<Object[]> next = rows.next(); next.isPresent(); next = rows.next()) {
        Object[] row = next.get();
        segment.addedLater.forEach((i, value) -> setIfNull(row, i, value));
        segment.trials.put((String) row[0], row);
      }
    }
    if (study.storage().exists(part.trajectories())) {
      segment.readSteps(study, part, simulation);
    }
    return segment;
  }

  /** Fills in a parameter's identity default, for a row from before it was added. */
  private static void setIfNull(Object[] row, int column, Object value) {
    if (row[column] == null) {
      row[column] = value;
    }
  }

  private void readSteps(Study study, PartName part, SimulationSpec simulation) throws IOException {
    try (RowReader rows =
        Parts.reader(study, part.trajectories(), TrajectoryTable.columns(simulation))) {
      for (Optional<Object[]> row = rows.next(); row.isPresent(); row = rows.next()) {
        String id = (String) row.get()[0];
        if (trials.containsKey(id)) {
          steps.computeIfAbsent(id, key -> new ArrayList<>()).add(row.get());
        }
      }
    }
  }

  public boolean has(String trialId) {
    return trials.containsKey(trialId);
  }

  /** Whether the trial has a row, of a status that is not repeated. */
  public boolean keeps(String trialId) {
    return has(trialId) && !repeated.contains(status(trials.get(trialId)));
  }

  /** Copies a trial's row into the files of the repetition. */
  public void copy(String trialId, SegmentFiles files) throws IOException {
    Object[] row = trials.get(trialId);
    for (Object[] step : steps.getOrDefault(trialId, List.of())) {
      files.writeStep(step);
    }
    files.writeKept(row, status(row), (String) row[index("reason")], log, environments);
  }

  private Status status(Object[] row) {
    return Status.of((String) row[index("status")]);
  }

  private int index(String name) {
    return TableColumns.index(columns, name);
  }
}
