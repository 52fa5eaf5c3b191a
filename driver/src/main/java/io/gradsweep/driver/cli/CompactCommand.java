package io.gradsweep.driver.cli;

import io.gradsweep.driver.rewrite.Compaction;
import io.gradsweep.driver.study.Study;
import io.gradsweep.driver.study.StudyLock;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "compact",
    description = {
      "Copies the small files of a study into few large ones; every row stays as it is.",
      "A run does so at its end if there are more than a dozen files."
    },
    mixinStandardHelpOptions = true)
final class CompactCommand implements Callable<Integer> {

  @Parameters(paramLabel = "OUT", description = "the study's folder")
  private String out;

  @Spec private CommandSpec spec;
  @Mixin private CodeOption code;

  @Override
  public Integer call() throws IOException {
    code.load();
    Study study = Study.existing(Folders.of(out));
    PrintWriter err = new TerminalWriter(spec.commandLine().getErr());
    String again = Invocation.of(List.of("compact", out));
    try (StudyLock lock = StudyLock.ofStudy(study)) {
      Interruption interruption = new Interruption(again, study, segment -> false, lock, err);
      try {
        spec.commandLine().getOut().println(Compaction.of(study, lock).words());
      } finally {
        interruption.close();
      }
    }
    return Exit.DONE;
  }
}
