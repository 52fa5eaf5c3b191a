package io.gradsweep.driver.cli;

import io.gradsweep.driver.RequestException;
import io.gradsweep.driver.analysis.ClaimResult;
import io.gradsweep.driver.analysis.Claims;
import io.gradsweep.driver.analysis.StudyView;
import io.gradsweep.driver.store.PartFacts;
import io.gradsweep.driver.store.PartFacts.Failure;
import io.gradsweep.driver.store.Study;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** What a run says when it has ended: the sweep's tables, its claims, and what failed. */
record RunStory(Study study, Jar jar, PrintWriter err) {

  /** What is read of the study, before any of it is said. */
  private record Told(String sweep, List<StudyView.Section> sections, List<String> claims) {}

  void tell(Output output, PartFacts facts) throws IOException {
    Told told =
        StudyView.read(
            study,
            view -> {
              view.requireIntact();
              return new Told(view.plan().sweep().name(), view.sections(), claims(view));
            });
    for (StudyView.Section section : told.sections()) {
      output.heading("\n" + told.sweep() + ", " + section.heading());
      output.print(section.answer());
    }
    told.claims().forEach(err::println);
    tellFailures(facts);
    if (facts.trials() == 0) {
      err.printf("no trial has a row yet; results will be in %s%n", study.name());
    } else {
      err.printf("%d trials: %s; results in %s%n", facts.trials(), words(facts), study.name());
    }
  }

  /** The claims are told, and change nothing of what the run came to. */
  private List<String> claims(StudyView view) throws IOException {
    List<String> lines = new ArrayList<>();
    if (view.plan().sweep().claims().isEmpty()) {
      return lines;
    }
    try {
      for (ClaimResult result : view.claims()) {
        lines.add(Claims.line(result));
      }
    } catch (RequestException e) {
      lines.add(e.getMessage());
    }
    lines.add("claims again: " + Invocation.of(List.of("verify", study.name())));
    return lines;
  }

  private void tellFailures(PartFacts facts) {
    for (Failure failure : facts.mostFrequent()) {
      List<String> replay = new ArrayList<>(List.of("replay", study.name(), failure.trialId()));
      replay.addAll(jar.arguments());
      err.printf(
          "%s ×%d: %s%n  replay: %s%n",
          failure.status(), failure.count(), failure.reason(), Invocation.of(replay));
      if (failure.log() != null) {
        err.printf("  log: %s/%s%n", study.name(), failure.log());
      }
    }
  }

  private static String words(PartFacts facts) {
    return facts.counts().entrySet().stream()
        .map(e -> e.getValue() + " " + e.getKey())
        .collect(Collectors.joining(", "));
  }
}
