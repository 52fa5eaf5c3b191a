package io.gradsweep.driver.cli;

import io.gradsweep.driver.job.RunSession;
import io.gradsweep.driver.job.StudyRun.Work;
import io.gradsweep.driver.study.PartName;
import io.gradsweep.driver.study.Study;
import io.gradsweep.driver.study.StudyLock;
import io.gradsweep.results.trial.Counted;
import java.io.PrintWriter;
import java.util.List;
import java.util.function.Predicate;

/**
 * Shows a session on a terminal: lines and a progress bar on stderr, and the command that resumes
 * after Ctrl-C.
 *
 * @param resume the command line that goes on with the session
 * @param quiet whether progress is left out
 */
record TerminalListener(Study study, String resume, PrintWriter err, boolean quiet)
    implements RunSession.Listener {

  @Override
  public void note(String line) {
    err.println(line);
  }

  @Override
  public RunSession.Hold holds(StudyLock lock, Predicate<PartName> ours) {
    return new Interruption(resume, study, ours, lock, err);
  }

  @Override
  public RunSession.TrialWatch starts(Work work) {
    if (!quiet) {
      err.printf(
          "%s to run in %s, %d there already%n",
          Counted.of(work.trials().pending(), "trial"),
          Counted.of(work.pending().size(), "segment"),
          work.trials().done());
      if (work.otherRows() > 0) {
        String rows = Counted.of(work.otherRows(), "row");
        err.printf(
            "%s of earlier plans %s (all_trials)%n",
            rows, work.otherRows() == 1 ? "stays" : "stay");
      }
    }
    work.lost().forEach(trial -> err.println(trial.words()));
    err.flush();
    return new ProgressView(work.trials().pending(), err, quiet);
  }

  @Override
  public void notCompacted(String reason) {
    err.printf(
        "not compacted: %s%n  again: %s%n",
        reason, Invocation.of(List.of("compact", study.name())));
  }
}
