package io.gradsweep.driver.cli;

import io.gradsweep.driver.RequestException;
import io.gradsweep.driver.analysis.StudyView;
import io.gradsweep.driver.query.Answer;
import io.gradsweep.driver.query.Beside;
import io.gradsweep.driver.query.TrialRow;
import io.gradsweep.driver.study.Inventory;
import io.gradsweep.driver.study.Study;
import io.gradsweep.results.columns.Column;
import io.gradsweep.results.columns.TrialTable;
import io.gradsweep.results.outcome.Provenance;
import io.gradsweep.results.outcome.Recording;
import io.gradsweep.results.outcome.Status;
import io.gradsweep.results.trial.Shown;
import io.gradsweep.results.trial.Trial;
import io.gradsweep.results.trial.TrialId;
import io.gradsweep.sweeps.plan.Plan;
import io.gradsweep.workers.api.Simulation;
import io.gradsweep.workers.guard.Runners;
import io.gradsweep.workers.run.RunSettings;
import io.gradsweep.workers.run.Simulations;
import io.gradsweep.workers.run.TrialRun;
import io.gradsweep.workers.run.TrialRunner;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "replay",
    description = "Runs one trial of a study again, here, and compares it with its row.",
    mixinStandardHelpOptions = true)
final class ReplayCommand implements Callable<Integer> {

  @Parameters(index = "0", paramLabel = "OUT", description = "the study's folder")
  private String out;

  @Parameters(
      index = "1",
      paramLabel = "TRIAL_ID",
      description = "32 hexadecimal digits, or the first ones if no other trial begins with them")
  private String trialId;

  @Spec private CommandSpec spec;
  @Mixin private Output output;
  @Mixin private CodeOption code;

  @Override
  public Integer call() throws IOException {
    code.load();
    TrialPrefix prefix = TrialPrefix.parse(trialId);
    Study study = Study.existing(Folders.of(out));
    Found found = StudyView.read(study, view -> new Found(view.plan(), row(view, prefix)));
    Plan plan = found.plan();
    Map<String, Object> row = found.row();
    Trial trial = TrialRow.trial(plan.simulation(), row);
    String id = (String) row.get("trial_id");
    if (!trial.id().toString().equals(id)) {
      throw new RequestException(
          "Cannot replay %s (version %s of the simulation ran it; version %d is here)"
              .formatted(id, row.get("simulation_version"), plan.simulation().version()));
    }
    SweepFile.requireRunnable(plan);
    return compare(study, plan, row, again(plan, trial, row, spec.commandLine().getErr()));
  }

  /** The trial's row, by column name, and the plan of its study. */
  private record Found(Plan plan, Map<String, Object> row) {}

  private static Map<String, Object> row(StudyView view, TrialPrefix prefix) {
    TrialId id = prefix.in(view.tables(), "replay");
    Answer answer = view.tables().ask("SELECT * FROM all_trials WHERE trial_id = '" + id + "'");
    Map<String, Object> row = new LinkedHashMap<>();
    for (int i = 0; i < answer.columns().size(); i++) {
      row.put(answer.columns().get(i), answer.rows().get(0).get(i));
    }
    return row;
  }

  /**
   * @param err receives the trial's output
   */
  static Object[] again(Plan plan, Trial trial, Map<String, Object> row, PrintWriter err)
      throws IOException {
    List<TrialRun> runs = new ArrayList<>();
    RunSettings settings = new RunSettings(Recording.NONE, plan.sweep().timeLimit());
    Simulation simulation = Simulations.find(plan.simulation().name());
    if (Status.of((String) row.get("status")).decidedByMathematics()) {
      Runners.inline(simulation, settings).run(List.of(trial).iterator(), runs::add);
    } else { // it may end the JVM that it runs in
      try (TrialRunner runner = Runners.guarded(simulation, settings)) {
        runner.run(List.of(trial).iterator(), runs::add);
      }
    }
    TrialRun run = runs.get(0);
    err.print(Shown.visibly(run.words().printed().get()));
    err.flush();
    Provenance provenance =
        new Provenance(run.startedAt(), run.wallNanos(), "here", 0, Version.TEXT);
    return TrialTable.of(plan.simulation())
        .row((String) row.get("sweep"), trial, run.outcome(), provenance);
  }

  /**
   * Compares two rows; a column added to the specification later is null in earlier rows, and not
   * compared.
   */
  private int compare(Study study, Plan plan, Map<String, Object> row, Object[] again)
      throws IOException {
    List<List<Object>> rows = new ArrayList<>();
    List<Column> columns = TrialTable.of(plan.simulation()).columns();
    int differences = 0;
    for (int i = 0; i < again.length; i++) {
      String name = columns.get(i).name();
      if (!TrialTable.provenanceNames().contains(name)) {
        boolean isOlder = row.get(name) == null && columns.get(i).since() > 1;
        boolean same = isOlder || Objects.equals(row.get(name), again[i]);
        differences += same ? 0 : 1;
        List<Object> line = new ArrayList<>(); // List.of refuses nulls
        line.add(name);
        line.add(Beside.of(row.get(name), again[i]));
        line.add(Beside.of(again[i], row.get(name)));
        line.add(same ? "" : "differs");
        rows.add(line);
      }
    }
    output.print(new Answer(List.of("column", "study", "replay", ""), rows));
    Status status = Status.of((String) again[index(columns, "status")]);
    PrintWriter err = new TerminalWriter(spec.commandLine().getErr());
    if (differences == 0) {
      err.println("the replay equals the row, bit for bit");
    } else {
      err.println(differences + " columns differ");
      CheckCommand.machines(study.consistently(() -> Inventory.of(study))).forEach(err::println);
    }
    return status == Status.FAILED || differences > 0 ? Exit.TRIALS_FAILED : Exit.DONE;
  }

  private static int index(List<Column> columns, String name) {
    return columns.stream().map(Column::name).toList().indexOf(name);
  }
}
