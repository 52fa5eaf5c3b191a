package io.gradsweep.driver.cli;

import io.gradsweep.driver.analysis.StudyView;
import io.gradsweep.driver.store.Study;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
    name = "query",
    description = {
      "Answers one SELECT over a study.",
      "Tables: trials (the current plan), all_trials (everything in the folder), trajectories."
    },
    mixinStandardHelpOptions = true)
final class QueryCommand implements Callable<Integer> {

  @Parameters(index = "0", paramLabel = "OUT", description = "the study's folder")
  private String out;

  @Parameters(index = "1", paramLabel = "SQL", description = "one SELECT, in DuckDB's SQL")
  private String sql;

  @Mixin private Output output;
  @Mixin private Jar jar;

  @Override
  public Integer call() throws IOException {
    jar.load();
    try (StudyView view = StudyView.open(Study.existing(Folders.of(out)))) {
      view.tables().requireSelect(sql);
      output.print(view.tables().ask(sql));
    }
    return Exit.DONE;
  }
}
