package io.gradsweep.driver.cli;

import io.gradsweep.driver.RequestException;
import io.gradsweep.driver.SystemFailure;
import io.gradsweep.driver.store.Compaction;
import io.gradsweep.driver.store.Study;
import io.gradsweep.driver.store.StudyLock;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
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
      "A run does so at its end where there are more than a dozen files."
    },
    mixinStandardHelpOptions = true)
final class CompactCommand implements Callable<Integer> {

  @Parameters(paramLabel = "OUT", description = "the study's folder")
  private String out;

  @Spec private CommandSpec spec;
  @Mixin private Jar jar;

  @Override
  public Integer call() throws IOException {
    jar.load();
    Study study = Study.existing(Folders.of(out));
    PrintWriter err = new TerminalWriter(spec.commandLine().getErr());
    String again = Invocation.of(List.of("compact", out));
    try (StudyLock lock = StudyLock.ofStudy(study)) {
      Interruption interruption = new Interruption(again, study, lock, err);
      try {
        spec.commandLine().getOut().println(words(Compaction.of(study, lock)));
      } finally {
        interruption.close();
      }
    }
    return Exit.DONE;
  }

  private static String words(Compaction.Result result) {
    return result.before() == result.after()
        ? "nothing to compact: %d data files".formatted(result.after())
        : "%d data files are %d now".formatted(result.before(), result.after());
  }

  /**
   * What a run does at its end. It has its rows: that they lie in many files is no failure.
   *
   * @throws RequestException if a file turns out to be damaged
   */
  static void afterRun(Study study, StudyLock lock, PrintWriter err) {
    try {
      if (study.isMarkedFinished() && Compaction.isDue(study)) {
        err.println("compacted: " + words(Compaction.of(study, lock)));
      }
    } catch (IOException | SystemFailure | OutOfMemoryError e) {
      err.printf(
          "not compacted: %s%n  again: %s%n",
          e.getMessage(), Invocation.of(List.of("compact", study.name())));
    }
  }

  /** The same for the last of several shards. Whoever comes before it leaves it to the others. */
  static void afterShard(Study study, PrintWriter err) throws IOException {
    if (study.isMarkedFinished() && Compaction.isDue(study)) {
      Optional<StudyLock> free = StudyLock.ofStudySoon(study);
      if (free.isPresent()) {
        try {
          afterRun(study, free.get(), err);
        } finally {
          free.get().close();
        }
      }
    }
  }
}
