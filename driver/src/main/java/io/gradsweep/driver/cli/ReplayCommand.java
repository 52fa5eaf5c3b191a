package io.gradsweep.driver.cli;

import io.gradsweep.driver.analysis.StudyView;
import io.gradsweep.driver.job.Replay;
import io.gradsweep.driver.query.Answer;
import io.gradsweep.driver.query.Beside;
import io.gradsweep.driver.study.Inventory;
import io.gradsweep.driver.study.Study;
import io.gradsweep.results.outcome.Status;
import io.gradsweep.results.trial.Counted;
import io.gradsweep.results.trial.Shown;
import io.gradsweep.results.trial.TrialId;
import io.gradsweep.sweeps.plan.Plan;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
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
    PlannedRow found =
        StudyView.read(study, view -> new PlannedRow(view.plan(), row(view, prefix)));
    SweepFile.requireRunnable(found.plan());
    PrintWriter err = spec.commandLine().getErr();
    Replay.Replayed result =
        new Replay(found.plan(), Version.TEXT, printedTo(err)).run(found.row());
    return tell(study, result, new TerminalWriter(err));
  }

  /** Shows what a trial prints. */
  static Consumer<String> printedTo(PrintWriter err) {
    return text -> {
      err.print(Shown.visibly(text));
      err.flush();
    };
  }

  /** The trial's row, by column name, and the plan of its study. */
  private record PlannedRow(Plan plan, Map<String, Object> row) {}

  private static Map<String, Object> row(StudyView view, TrialPrefix prefix) {
    TrialId id = prefix.in(view.tables(), "replay");
    Answer answer = view.tables().ask("SELECT * FROM all_trials WHERE trial_id = '" + id + "'");
    Map<String, Object> row = new LinkedHashMap<>();
    for (int i = 0; i < answer.columns().size(); i++) {
      row.put(answer.columns().get(i), answer.rows().get(0).get(i));
    }
    return row;
  }

  private int tell(Study study, Replay.Replayed result, PrintWriter err) throws IOException {
    List<List<Object>> rows = new ArrayList<>();
    for (Replay.ComparedColumn column : result.columns()) {
      rows.add(
          List.of(
              column.name(),
              Beside.of(column.study(), column.replay()),
              Beside.of(column.replay(), column.study()),
              column.same() ? "" : "differs"));
    }
    output.print(new Answer(List.of("column", "study", "replay", ""), rows));
    int differences = result.differing().size();
    if (differences == 0) {
      err.println("the replay equals the row, bit for bit");
    } else {
      err.println(Counted.of(differences, "column") + (differences == 1 ? " differs" : " differ"));
      CheckCommand.machines(study.consistently(() -> Inventory.of(study))).forEach(err::println);
    }
    return result.status() == Status.FAILED || differences > 0 ? Exit.TRIALS_FAILED : Exit.DONE;
  }
}
