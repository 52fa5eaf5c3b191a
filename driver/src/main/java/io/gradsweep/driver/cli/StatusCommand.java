package io.gradsweep.driver.cli;

import io.gradsweep.driver.status.StatusReader;
import io.gradsweep.driver.status.StudyStatus;
import io.gradsweep.driver.study.Study;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
    name = "status",
    description = {
      "Shows how far a study is, also while it runs, from any machine that sees its folder.",
      "Reads names, footers and locks, no rows, and writes nothing. --format json has more."
    },
    mixinStandardHelpOptions = true)
final class StatusCommand implements Callable<Integer> {

  @Parameters(paramLabel = "OUT", description = "the study's folder")
  private String out;

  @Mixin private Output output;
  @Mixin private CodeOption code;

  @Override
  public Integer call() throws IOException {
    code.load();
    StudyStatus status =
        StatusReader.read(
            Study.existing(Folders.of(out)),
            Instant.now().truncatedTo(ChronoUnit.MILLIS),
            trial -> Invocation.of(List.of("replay", out, trial)));
    output.print(status, StatusRows.of(status, code.arguments()));
    return Exit.DONE;
  }
}
