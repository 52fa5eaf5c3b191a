package io.gradsweep.driver.cli;

import io.gradsweep.driver.job.Plans;
import io.gradsweep.driver.query.Answer;
import io.gradsweep.driver.store.Generation;
import io.gradsweep.driver.store.MergeRecord;
import io.gradsweep.driver.store.PartFacts;
import io.gradsweep.driver.store.Study;
import io.gradsweep.driver.store.StudyFiles;
import io.gradsweep.driver.store.StudyLock;
import io.gradsweep.sweeps.plan.Plan;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
    name = "status",
    description = "Says how far a study is, from its folder alone.",
    mixinStandardHelpOptions = true)
final class StatusCommand implements Callable<Integer> {

  @Parameters(paramLabel = "OUT", description = "the study's folder")
  private String out;

  @Mixin private Output output;
  @Mixin private Jar jar;

  @Override
  public Integer call() throws IOException {
    jar.load();
    Study study = Study.existing(Folders.of(out));
    List<Generation> generations = study.generations();
    Plan plan = Plans.ofText(generations.get(generations.size() - 1).sweep());
    study.requireOwnParts();
    StudyFiles files = study.files();
    PartFacts facts = PartFacts.sum(PartFacts.read(study, files.files()).values());
    int segments = generations.stream().mapToInt(g -> g.segments().size()).sum();
    List<List<Object>> rows = new ArrayList<>();
    rows.add(List.of("sweep", plan.sweep().name()));
    rows.add(List.of("simulation", plan.simulation().toString()));
    rows.add(List.of("state", state(study)));
    rows.add(List.of("trials with a row", facts.trials()));
    Optional<MergeRecord> merge = study.merge();
    if (merge.isPresent()) {
      merge.get().studies().forEach(from -> rows.add(List.of("merged from", from)));
    } else {
      rows.add(List.of("trials of the plan", plan.counts().trials()));
      rows.add(List.of("segments", files.segments().size() + " of " + segments));
    }
    facts.counts().forEach((status, count) -> rows.add(List.of(status, count)));
    for (PartFacts.Failure failure : facts.mostFrequent()) {
      rows.add(
          List.of(
              "%s ×%d".formatted(failure.status(), failure.count()),
              failure.reason()
                  + "; replay: "
                  + Invocation.of(List.of("replay", out, failure.trialId()))));
    }
    output.print(new Answer(List.of("what", "value"), rows));
    return Exit.DONE;
  }

  static String state(Study study) throws IOException {
    if (study.isFinished()) {
      return "finished";
    }
    if (study.merge().isPresent()) {
      return "incomplete";
    }
    return StudyLock.isHeld(study) ? "running" : "interrupted";
  }
}
