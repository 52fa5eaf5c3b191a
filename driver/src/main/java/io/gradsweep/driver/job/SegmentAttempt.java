package io.gradsweep.driver.job;

import io.gradsweep.driver.study.AttemptMarker;
import io.gradsweep.driver.study.GenerationPlan;
import io.gradsweep.driver.study.PartName;
import io.gradsweep.driver.study.PublishedSegment;
import io.gradsweep.driver.study.SegmentFiles;
import io.gradsweep.driver.study.Study;
import io.gradsweep.driver.study.StudyScratch;
import io.gradsweep.results.outcome.Status;
import io.gradsweep.results.trial.Trial;
import io.gradsweep.workers.api.Simulation;
import io.gradsweep.workers.run.TooManyAbandoned;
import io.gradsweep.workers.run.TrialRun;
import io.gradsweep.workers.run.TrialRun.Harm;
import io.gradsweep.workers.run.TrialRunner;
import io.gradsweep.workers.run.TrialSink;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A task's attempt at a segment: in the task's own JVM, if there is no objection, or guarded. An
 * unfinished attempt leaves nothing.
 */
record SegmentAttempt(
    Study study,
    PartName part,
    GenerationPlan plan,
    long from,
    long to,
    Simulation simulation,
    AttemptMarker mark,
    SegmentTask task) {

  /**
   * Thrown if memory has run out in a JVM that several trials share, so that the cause is not
   * known.
   */
  private static final class InDoubt extends IOException {
    private static final long serialVersionUID = 1;
  }

  /**
   * Runs the segment in this JVM, and publishes it.
   *
   * @return false if only a JVM of its own can tell which trial is to blame for what has happened:
   *     nothing is published then
   */
  boolean runInline(TrialRunner runner) throws IOException {
    try {
      run(runner, SegmentAttempt::requireOwnFault, () -> {});
      return true;
    } catch (InDoubt | TooManyAbandoned | OutOfMemoryError e) {
      return false;
    }
  }

  private static void requireOwnFault(TrialRun run) throws InDoubt {
    if (run.harm() != Harm.NONE) {
      throw new InDoubt();
    }
  }

  /** Runs the segment in a JVM that its trials may ruin, and publishes it. */
  void runGuarded(TrialRunner runner) throws IOException {
    try {
      run(runner, this::tellOthers, runner::close);
    } catch (IOException | RuntimeException e) {
      mark.nameNone(); // this worker lives: the running trial is not to blame
      throw e;
    }
  }

  private void tellOthers(TrialRun run) throws IOException {
    if (run.harm() != Harm.NONE) {
      AttemptMarker.markPoisoned(study);
    }
  }

  /**
   * @param beforeEachLast has a trial that is put last find nothing of those before it
   */
  private void run(TrialRunner runner, TrialSink before, Runnable beforeEachLast)
      throws IOException {
    Optional<PublishedSegment> kept = kept();
    try (SegmentFiles files = new SegmentFiles(study, part, simulation.spec())) {
      SegmentRowWriter rows = new SegmentRowWriter(simulation.spec(), files, task, mark.attempt());
      SegmentTrials trials =
          new SegmentTrials(
              plan, task.currentPlan(), from, to, kept, mark, rows, task.mostLostEnds());
      TrialSink sink =
          run -> {
            before.accept(run);
            rows.write(run);
            trials.handedOver();
          };
      runner.run(trials, sink);
      for (Trial last : trials.putLast()) {
        beforeEachLast.run();
        mark.name(last.id().toString());
        runner.run(List.of(last).iterator(), sink);
      }
      publish(files, kept.isPresent(), trials.seen());
      StudyScratch.delete(study, part);
    }
  }

  private Optional<PublishedSegment> kept() throws IOException {
    Set<Status> repeated = task.repeatedStatuses();
    return repeated.isEmpty() || !study.storage().exists(part.trials())
        ? Optional.empty()
        : Optional.of(PublishedSegment.read(study, part, simulation.spec(), repeated));
  }

  private void publish(SegmentFiles files, boolean replacing, long trials) throws IOException {
    if (replacing) {
      files.publishReplacing(trials);
    } else if (!files.publish(trials)
        && !study.storage().exists(part.trials())
        && !study.isRetired(part)) {
      throw new IOException(
          "Cannot publish %s: the name is claimed, but no file has it".formatted(part.file()));
    }
  }
}
