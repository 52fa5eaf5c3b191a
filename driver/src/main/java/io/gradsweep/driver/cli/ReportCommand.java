package io.gradsweep.driver.cli;

import io.gradsweep.driver.RequestException;
import io.gradsweep.driver.analysis.StudyView;
import io.gradsweep.driver.report.ReportFile;
import io.gradsweep.driver.report.ReportPage;
import io.gradsweep.driver.report.ReportedStudy;
import io.gradsweep.driver.report.ReportedStudy.Writing;
import io.gradsweep.driver.study.DesignProgress;
import io.gradsweep.driver.study.MergeRecord;
import io.gradsweep.driver.study.Study;
import io.gradsweep.driver.study.StudyLock;
import io.gradsweep.driver.study.StudyState;
import java.io.IOException;
import java.net.URI;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "report",
    description = {
      "Writes one HTML file about a study, which works offline: outcomes, claims, tables, charts.",
      "The study itself is not written to."
    },
    mixinStandardHelpOptions = true)
final class ReportCommand implements Callable<Integer> {

  @Parameters(paramLabel = "OUT", description = "the study's folder")
  private String out;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "where to write it (default, if OUT is on this machine: OUT-report.html)")
  private String output;

  @Option(names = "--force", description = "replace a file that is no report")
  private boolean force;

  @Spec private CommandSpec spec;
  @Mixin private SweepChoice sweep;
  @Mixin private CodeOption code;

  @Override
  public Integer call() throws IOException {
    code.load();
    URI folder = Folders.of(out);
    Path file = file(Study.at(folder));
    Study study = Study.existing(folder);
    requireOutside(study, file);
    ReportFile.require(file, force);
    StudyView.read(
        study,
        opened -> {
          StudyView view = sweep.of(opened);
          view.requireIntact();
          ReportFile.write(file, ReportPage.of(reported(study, view)));
          return file;
        });
    spec.commandLine().getOut().println(file);
    return Exit.DONE;
  }

  private Path file(Study study) {
    if (output == null && study.storage().localFolder().isEmpty()) {
      throw new RequestException(
          "Cannot write report: %s is not on this machine (say where to write it: --output FILE)"
              .formatted(study.name()));
    }
    try {
      return Path.of(output == null ? study.name() + "-report.html" : output);
    } catch (InvalidPathException e) {
      throw new RequestException("Cannot write report: '%s' (no path)".formatted(output));
    }
  }

  /** Refuses a report inside the study, since a command that reads a study never writes into it. */
  private static void requireOutside(Study study, Path file) {
    boolean inside =
        study
            .storage()
            .localFolder()
            .filter(file.toAbsolutePath().normalize()::startsWith)
            .isPresent();
    if (inside) {
      throw new RequestException(
          "Cannot write report: %s (inside the study; give another --output)".formatted(file));
    }
  }

  private ReportedStudy reported(Study study, StudyView view) throws IOException {
    List<String> merged = study.merge().map(MergeRecord::studies).orElse(List.of());
    long planned =
        merged.isEmpty() ? view.plan().counts().trials() : view.inventory().sum().trials();
    return new ReportedStudy(
        out,
        view,
        StudyState.of(view.inventory(), !merged.isEmpty(), StudyLock.isHeld(study)),
        planned,
        merged,
        DesignProgress.of(study.generations(), view.plan()),
        id -> Invocation.of(List.of("replay", out, id)),
        new Writing(Version.TEXT, Instant.now().truncatedTo(ChronoUnit.SECONDS)));
  }
}
