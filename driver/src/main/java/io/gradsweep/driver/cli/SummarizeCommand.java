package io.gradsweep.driver.cli;

import io.gradsweep.driver.analysis.StudyView;
import io.gradsweep.driver.store.Study;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "summarize",
    description = "Groups a study's trials: counts, success, medians and means.",
    mixinStandardHelpOptions = true)
final class SummarizeCommand implements Callable<Integer> {

  @Parameters(paramLabel = "OUT", description = "the study's folder")
  private String out;

  @Option(
      names = "--by",
      split = ",",
      paramLabel = "COLUMN",
      description = "columns that make the groups (default: the sweep's summary, or its axes)")
  private List<String> by;

  @Option(
      names = "--of",
      split = ",",
      paramLabel = "COLUMN",
      description = "numbers to summarise (default: rate, steps_to_target, final_error)")
  private List<String> of;

  @Mixin private Output output;
  @Mixin private Jar jar;

  @Override
  public Integer call() throws IOException {
    jar.load();
    try (StudyView view = StudyView.open(Study.existing(Folders.of(out)))) {
      List<StudyView.Section> sections =
          by == null && of == null
              ? view.summaries()
              : List.of(
                  view.summary(
                      by == null ? view.plan().axes() : by,
                      of == null ? List.of() : of,
                      List.of()));
      for (StudyView.Section section : sections) {
        output.heading(view.plan().sweep().name() + ", " + section.heading());
        output.print(section.answer());
      }
    }
    return Exit.DONE;
  }
}
