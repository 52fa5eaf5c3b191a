package io.gradsweep.driver.cli;

import io.gradsweep.driver.RequestException;
import io.gradsweep.driver.analysis.StudyView;
import io.gradsweep.driver.job.Replay;
import io.gradsweep.driver.query.Answer;
import io.gradsweep.driver.rows.Environment;
import io.gradsweep.driver.study.Inventory;
import io.gradsweep.driver.study.Parts;
import io.gradsweep.driver.study.Study;
import io.gradsweep.sweeps.plan.Plan;
import io.gradsweep.sweeps.spec.SweepProblems;
import io.gradsweep.workers.run.Simulations;
import io.gradsweep.workers.run.UnknownSimulation;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "check",
    description = {
      "Compares every byte of a study with the checksums that it was written with, then runs some of"
          + " its",
      "trials again, here, and compares them with their rows, bit for bit. Writes nothing."
    },
    mixinStandardHelpOptions = true)
final class CheckCommand implements Callable<Integer> {

  private static final int MOST_TRIALS = 10_000;

  @Parameters(paramLabel = "OUT", description = "the study's folder")
  private String out;

  @Option(
      names = "--trials",
      paramLabel = "N",
      defaultValue = "20",
      description = "how many trials to run again, the same ones each time (default: 20)")
  private int trials;

  @Spec private CommandSpec spec;
  @Mixin private Output output;
  @Mixin private CodeOption code;

  private PrintWriter err;

  @Override
  public Integer call() throws IOException {
    err = new TerminalWriter(spec.commandLine().getErr());
    code.load();
    if (trials < 0 || trials > MOST_TRIALS) {
      throw new RequestException(
          "Cannot check trials: %d (must be 0 to %d)".formatted(trials, MOST_TRIALS));
    }
    Study study = Study.existing(Folders.of(out));
    Inventory inventory = study.consistently(() -> intact(study));
    inventory.notes().forEach(err::println);
    Replays replays = replays(study);
    output.print(
        new Answer(
            List.of("what", "value"),
            List.of(
                List.of("files", inventory.files().count()),
                List.of("bytes", inventory.files().bytes()),
                List.of("trials with a row", inventory.sum().trials()),
                List.of("trials run again", replays.count()),
                List.of("of which differ", replays.differences().size()))));
    return told(replays, inventory);
  }

  /** Requires that every file still exists as it was written, and names those that do not. */
  private static Inventory intact(Study study) throws IOException {
    Inventory inventory = Inventory.of(study);
    Parts.requireIntact(study, inventory.files());
    if (!inventory.lost().isEmpty()) {
      throw new RequestException("Cannot read study: " + study.name(), inventory.lost());
    }
    return inventory;
  }

  private int told(Replays replays, Inventory inventory) {
    replays.lack().ifPresent(lack -> err.println("no trial was run again: " + lack));
    replays.differences().forEach(err::println);
    if (replays.differences().isEmpty()) {
      return Exit.DONE;
    }
    machines(inventory).forEach(err::println);
    return Exit.TRIALS_FAILED;
  }

  /** The machines on which the rows were computed, and recomputed. */
  static List<String> machines(Inventory inventory) {
    return List.of(
        "there: " + Environment.words(inventory.sum().environments()),
        "here: " + Environment.here().words());
  }

  /**
   * Results of the trials that were run again.
   *
   * @param differences each trial that differs from its row, with the columns and its command
   * @param lack the reason if none was run although some were requested
   */
  private record Replays(int count, List<String> differences, Optional<String> lack) {
    static Replays none(String lack) {
      return new Replays(0, List.of(), Optional.of(lack));
    }
  }

  /**
   * The plan of a study and some of its rows.
   *
   * @param strays the faults of all of its rows
   */
  private record Drawn(Plan plan, List<Map<String, Object>> rows, List<String> strays) {}

  /** Runs trials again; without their code, the files can be checked but nothing can be run. */
  private Replays replays(Study study) throws IOException {
    Drawn drawn;
    try {
      drawn =
          StudyView.read(
              study,
              view ->
                  new Drawn(
                      view.plan(), new TrialDraw(view).rows(trials), StrayRows.of(study, view)));
    } catch (SweepProblems | UnknownSimulation e) {
      return Replays.none(e.getMessage()); // a study of 0.1 does not keep the declaration
    }
    if (!drawn.strays().isEmpty()) {
      throw new RequestException("Cannot read study: " + study.name(), drawn.strays());
    }
    Plan plan = drawn.plan();
    Optional<String> lack = lack(plan);
    return lack.isPresent() ? Replays.none(lack.get()) : replays(plan, drawn.rows());
  }

  private static Optional<String> lack(Plan plan) {
    String name = plan.simulation().name();
    Optional<String> missing = SweepFile.missing(name);
    if (missing.isPresent()) {
      return missing;
    }
    int here = Simulations.find(name).spec().version();
    int there = plan.simulation().version();
    return here == there
        ? Optional.empty()
        : Optional.of("version %d of %s ran them, version %d is here".formatted(there, name, here));
  }

  private Replays replays(Plan plan, List<Map<String, Object>> rows) throws IOException {
    List<String> differences = new ArrayList<>();
    Replay again = new Replay(plan, Version.TEXT, ReplayCommand.printedTo(err));
    for (Map<String, Object> row : rows) {
      List<String> columns = again.run(row).differing();
      if (!columns.isEmpty()) {
        String id = (String) row.get("trial_id");
        List<String> replay = new ArrayList<>(List.of("replay", out, id));
        replay.addAll(code.arguments());
        differences.add(
            "trial %s differs in %s%n  replay: %s"
                .formatted(id, String.join(", ", columns), Invocation.of(replay)));
      }
    }
    return new Replays(rows.size(), differences, Optional.empty());
  }
}
