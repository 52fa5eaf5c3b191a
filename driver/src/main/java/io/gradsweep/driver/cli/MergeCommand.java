package io.gradsweep.driver.cli;

import io.gradsweep.driver.RequestException;
import io.gradsweep.driver.job.StudyMerge;
import io.gradsweep.driver.study.Study;
import io.gradsweep.driver.study.StudyLock;
import io.gradsweep.driver.study.StudyNames;
import io.gradsweep.results.trial.Counted;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "merge",
    description = {
      "Makes one study of several that ran the same simulation; they stay as they are.",
      "A trial that several of them have is taken once: its rows must be equal except for",
      "provenance and the sweep's name. If one of two rows timed out or failed, the other is taken.",
      "All commands that read accept the merged study: its trials are all rows; its sweep.yaml has",
      "all grids and the claims of the first study. It cannot be run: run the studies that it came"
          + " from, and merge again."
    },
    mixinStandardHelpOptions = true)
final class MergeCommand implements Callable<Integer> {

  @Parameters(arity = "2..*", paramLabel = "STUDY", description = "folders of two or more studies")
  private List<String> folders;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "FOLDER",
      description = "folder of the merged study, empty or not there yet; any Hadoop URI")
  private String out;

  @Option(
      names = "--same-numbers",
      description = "accept rows of different code under one version: it gives the same numbers")
  private boolean sameNumbers;

  @Spec private CommandSpec spec;
  @Mixin private CodeOption code;

  @Override
  public Integer call() throws IOException {
    code.load();
    List<Study> studies = studies();
    Study target = Study.at(Folders.of(out));
    StudyMerge merge = new StudyMerge(studies, target, Version.TEXT, sameNumbers);
    merge.check();
    List<String> ours = StudyNames.folders(target.storage().exists(""));
    try {
      target.storage().createFolders("");
      StudyLock lock = StudyLock.ofStudy(target);
      try {
        tell(target, studies.size(), merge.run(lock));
      } finally {
        lock.close();
      }
    } finally {
      if (!target.exists()) {
        target.storage().deleteEmptyFolders(ours);
      }
    }
    return Exit.DONE;
  }

  private List<Study> studies() throws IOException {
    List<Study> studies = new ArrayList<>();
    Set<String> problems = new LinkedHashSet<>();
    for (String folder : folders) {
      try {
        studies.add(Study.existing(Folders.of(folder)));
      } catch (RequestException e) {
        problems.add(e.getMessage());
      }
    }
    if (!problems.isEmpty()) {
      throw new RequestException(String.join(System.lineSeparator(), problems));
    }
    return studies;
  }

  private void tell(Study target, int studies, StudyMerge.Merged result) {
    spec.commandLine()
        .getOut()
        .printf(
            "%s from %d studies; %s there already; results in %s%n",
            Counted.of(result.facts().trials(), "trial"),
            studies,
            Counted.of(result.repeated(), "row") + (result.repeated() == 1 ? " was" : " were"),
            target.name());
    if (!result.finished()) {
      spec.commandLine()
          .getErr()
          .println("some of the studies are not finished, so the merged one is not either");
    }
  }
}
