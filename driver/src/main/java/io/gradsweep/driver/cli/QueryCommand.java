package io.gradsweep.driver.cli;

import io.gradsweep.driver.study.Study;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
    name = "query",
    description = {
      "Answers one SELECT over a study.",
      "Tables: trials (the current plan), all_trials (everything in the folder), trajectories.",
      "Views: recorded, fixed_targets, fixed_budgets, run_times (docs/analysis.md)."
    },
    mixinStandardHelpOptions = true)
final class QueryCommand implements Callable<Integer> {

  @Parameters(index = "0", paramLabel = "OUT", description = "the study's folder")
  private String out;

  @Parameters(index = "1", paramLabel = "SQL", description = "one SELECT, in the engine's SQL")
  private String sql;

  @Mixin private EngineChoice engine;
  @Mixin private Output output;
  @Mixin private CodeOption code;

  @Override
  public Integer call() throws IOException {
    code.load();
    output.print(
        engine.read(Study.existing(Folders.of(out)), code, view -> view.tables().answer(sql)));
    return Exit.DONE;
  }
}
