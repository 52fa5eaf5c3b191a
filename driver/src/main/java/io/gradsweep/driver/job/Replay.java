package io.gradsweep.driver.job;

import io.gradsweep.driver.HostName;
import io.gradsweep.driver.RequestException;
import io.gradsweep.driver.query.TrialRow;
import io.gradsweep.results.columns.Column;
import io.gradsweep.results.columns.TrialTable;
import io.gradsweep.results.outcome.Provenance;
import io.gradsweep.results.outcome.Recording;
import io.gradsweep.results.outcome.Status;
import io.gradsweep.results.trial.Trial;
import io.gradsweep.sweeps.plan.Plan;
import io.gradsweep.workers.api.Simulation;
import io.gradsweep.workers.guard.Runners;
import io.gradsweep.workers.run.RunSettings;
import io.gradsweep.workers.run.Simulations;
import io.gradsweep.workers.run.TrialRun;
import io.gradsweep.workers.run.TrialRunner;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

/** Runs trials of a study again, here, and compares each with its row. Writes nothing. */
public final class Replay {

  private final Plan plan;
  private final String version;
  private final Consumer<String> printed;
  private final TrialTable table;

  /**
   * @param plan of the study
   * @param version gradsweep's
   * @param printed receives what each trial prints
   */
  public Replay(Plan plan, String version, Consumer<String> printed) {
    this.plan = plan;
    this.version = version;
    this.printed = printed;
    table = TrialTable.of(plan.simulation());
  }

  /** A column of the trial, in the study and in the replay. */
  public record ComparedColumn(String name, Object study, Object replay, boolean same) {}

  /**
   * Result of a replay.
   *
   * @param status of the trial that ran now
   * @param columns all columns but those of provenance
   */
  public record Replayed(Status status, List<ComparedColumn> columns) {

    public List<String> differing() {
      return columns.stream().filter(column -> !column.same()).map(ComparedColumn::name).toList();
    }
  }

  /**
   * Runs the trial of a row.
   *
   * @param row values by column name
   * @throws RequestException if the row is of another version of the simulation, which had other
   *     parameters
   */
  public Replayed run(Map<String, Object> row) throws IOException {
    Trial trial = TrialRow.trial(plan.simulation(), row);
    String id = (String) row.get("trial_id");
    if (!trial.id().toString().equals(id)) {
      throw new RequestException(
          "Cannot replay %s (version %s of the simulation ran it; version %d is here)"
              .formatted(id, row.get("simulation_version"), plan.simulation().version()));
    }
    TrialRun run = run(trial, Status.of((String) row.get("status")));
    printed.accept(run.words().printed().get());
    Provenance provenance =
        new Provenance(run.startedAt(), run.wallNanos(), HostName.get(), 0, version);
    Object[] again = table.row((String) row.get("sweep"), trial, run.outcome(), provenance);
    return new Replayed(run.outcome().status(), compared(row, again));
  }

  /**
   * @param before how the trial ended then: one that ended its JVM may do so again
   */
  private TrialRun run(Trial trial, Status before) throws IOException {
    List<TrialRun> runs = new ArrayList<>();
    RunSettings settings =
        new RunSettings(
            Recording.NONE,
            plan.sweep().execution().timeLimit(),
            Optional.empty(),
            plan.sweep().execution().resources().threads());
    Simulation simulation = Simulations.find(plan.simulation().name());
    if (before.decidedByMathematics()) {
      Runners.inline(simulation, settings).run(List.of(trial).iterator(), runs::add);
    } else {
      try (TrialRunner runner = Runners.guarded(simulation, settings)) {
        runner.run(List.of(trial).iterator(), runs::add);
      }
    }
    return runs.get(0);
  }

  private List<ComparedColumn> compared(Map<String, Object> row, Object[] again) {
    List<ComparedColumn> compared = new ArrayList<>();
    for (int i = 0; i < again.length; i++) {
      Column column = table.columns().get(i);
      if (!TrialTable.provenanceNames().contains(column.name())) {
        Object there = row.get(column.name());
        boolean same = Objects.equals(there, again[i]) || isOfEarlierRow(column, row, again[i]);
        compared.add(new ComparedColumn(column.name(), there, again[i], same));
      }
    }
    return compared;
  }

  /** Whether the value is the one of a row from before there was such a column. */
  private boolean isOfEarlierRow(Column column, Map<String, Object> row, Object again) {
    return row.get(column.name()) == null
        && plan.simulation()
            .parameter(column.name())
            .map(parameter -> Objects.equals(parameter.ofColumn(null).column(), again))
            .orElseGet(() -> TrialTable.isOlderThan(column, (String) row.get("version")));
  }
}
