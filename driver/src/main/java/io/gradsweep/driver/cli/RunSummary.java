package io.gradsweep.driver.cli;

import io.gradsweep.driver.RequestException;
import io.gradsweep.driver.analysis.ClaimResult;
import io.gradsweep.driver.analysis.Claims;
import io.gradsweep.driver.analysis.StudyView;
import io.gradsweep.driver.job.RunEnd;
import io.gradsweep.driver.job.RunSession;
import io.gradsweep.driver.rows.PartFooter;
import io.gradsweep.driver.rows.PartFooter.Failure;
import io.gradsweep.driver.study.Study;
import io.gradsweep.results.outcome.Status;
import io.gradsweep.results.trial.Counted;
import io.gradsweep.sweeps.plan.Plan;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Prints the results of a run: the sweep's tables, its claims, and the failures. */
record RunSummary(Study study, CodeOption code, PrintWriter err) {

  /** Everything read from the study, before any of it is printed. */
  private record StudySummary(
      String sweep, List<StudyView.Section> sections, List<String> claims) {}

  /**
   * Prints tables, claims and counts. If the time is over, counts alone: the others read every byte
   * of the study, and come when it is whole.
   */
  void tell(Output output, RunSession.SessionResult result) throws IOException {
    if (result.end() != RunEnd.OUT_OF_TIME) {
      tellTables(output);
    }
    tellCounts(result.facts());
  }

  private void tellTables(Output output) throws IOException {
    StudySummary told =
        StudyView.read(
            study,
            view -> {
              view.requireIntact();
              return new StudySummary(view.plan().sweep().name(), view.sections(), claims(view));
            });
    for (StudyView.Section section : told.sections()) {
      output.heading("\n" + told.sweep() + ", " + section.heading());
      output.print(section.answer());
    }
    told.claims().forEach(err::println);
  }

  /** Prints the number of trials by status, and why trials failed. */
  void tellCounts(PartFooter facts) {
    tellFailures(facts);
    if (facts.trials() == 0) {
      err.printf("no trial has a row yet; results will be in %s%n", study.name());
    } else {
      String trials = Counted.of(facts.trials(), "trial");
      err.printf("%s: %s; results in %s%n", trials, words(facts), study.name());
    }
  }

  /**
   * Prints how to go on with trials that have no result yet.
   *
   * @param rerun the command that runs trials which timed out again
   * @param resume the same command
   */
  void tellUnfinished(
      RunSession.SessionResult result, RunLimits limits, Plan plan, String rerun, String resume) {
    long timedOut = count(result, Status.TIMED_OUT);
    if (timedOut > 0) {
      err.printf(
          "%s timed out; to run %s again, maybe with a longer --time-limit: %s%n",
          Counted.of(timedOut, "trial"), timedOut == 1 ? "it" : "them", rerun);
    }
    switch (result.end()) {
      case WHOLE -> err.flush();
      case STOPPED -> err.println(limits.stopped(plan));
      case OUT_OF_TIME ->
          err.printf("the time is over, and there is more to run. To go on:%n  %s%n", resume);
    }
  }

  /** The exit status of a run. */
  static int exit(RunSession.SessionResult result) {
    return switch (result.end()) {
      case OUT_OF_TIME -> Exit.OUT_OF_TIME;
      case STOPPED -> Exit.TRIALS_FAILED;
      case WHOLE -> count(result, Status.FAILED) > 0 ? Exit.TRIALS_FAILED : Exit.DONE;
    };
  }

  private static long count(RunSession.SessionResult result, Status status) {
    return result.facts().counts().getOrDefault(status.word(), 0L);
  }

  /** The claims' results, which do not change the exit status of the run. */
  private List<String> claims(StudyView view) throws IOException {
    List<String> lines = new ArrayList<>();
    if (view.plan().sweep().analysis().claims().isEmpty()) {
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

  private void tellFailures(PartFooter facts) {
    for (Failure failure : facts.mostFrequent()) {
      List<String> replay = new ArrayList<>(List.of("replay", study.name(), failure.trialId()));
      replay.addAll(code.arguments());
      err.printf(
          "%s ×%d: %s%n  replay: %s%n",
          failure.status(), failure.count(), failure.reason(), Invocation.of(replay));
      if (failure.log() != null) {
        err.printf("  log: %s/%s%n", study.name(), failure.log());
      }
    }
  }

  private static String words(PartFooter facts) {
    return facts.counts().entrySet().stream()
        .map(e -> e.getValue() + " " + e.getKey())
        .collect(Collectors.joining(", "));
  }
}
