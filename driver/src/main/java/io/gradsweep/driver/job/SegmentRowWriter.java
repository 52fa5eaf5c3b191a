package io.gradsweep.driver.job;

import io.gradsweep.driver.HostName;
import io.gradsweep.driver.study.PublishedSegment;
import io.gradsweep.driver.study.SegmentFiles;
import io.gradsweep.results.columns.TrajectoryTable;
import io.gradsweep.results.columns.TrialTable;
import io.gradsweep.results.outcome.Outcome;
import io.gradsweep.results.outcome.Provenance;
import io.gradsweep.results.trial.SimulationSpec;
import io.gradsweep.results.trial.TrialIds;
import io.gradsweep.workers.run.Trajectory;
import io.gradsweep.workers.run.TrialRun;
import java.io.IOException;

/** Writes outcomes as rows, on the thread that the runner chooses, one at a time. */
final class SegmentRowWriter {

  private final TrialTable table;
  private final TrialIds ids = new TrialIds();
  private final int metrics;
  private final SegmentFiles files;
  private final SegmentTask task;
  private final int attempt;
  private final String host = HostName.get();

  /**
   * @param attempt of the segment, from 0
   */
  SegmentRowWriter(SimulationSpec simulation, SegmentFiles files, SegmentTask task, int attempt) {
    table = TrialTable.of(simulation);
    metrics = simulation.metrics().size();
    this.files = files;
    this.task = task;
    this.attempt = attempt;
  }

  void write(TrialRun run) throws IOException {
    Outcome outcome = run.outcome();
    Provenance provenance =
        new Provenance(run.startedAt(), run.wallNanos(), host, attempt, task.gradsweepVersion());
    String id = ids.of(run.trial()).toString();
    writeSteps(id, run.trajectory());
    files.writeTrial(
        cells -> table.write(cells, task.sweepName(), run.trial(), id, outcome, provenance),
        id,
        outcome.status(),
        outcome.reason().orElse(""),
        run.words().details());
    files.writePrinted(id, run.words().printed().get());
    task.count(outcome.status());
  }

  private void writeSteps(String trialId, Trajectory trajectory) throws IOException {
    for (int i = 0; i < trajectory.size(); i++) {
      int step = i;
      files.writeStep(
          cells ->
              TrajectoryTable.write(
                  cells,
                  trialId,
                  trajectory.step(step),
                  trajectory.time(step),
                  metrics,
                  metric -> trajectory.metric(step, metric)));
    }
  }

  void copy(PublishedSegment kept, String trialId) throws IOException {
    kept.copy(trialId, files);
  }
}
