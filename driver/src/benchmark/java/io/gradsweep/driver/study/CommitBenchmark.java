package io.gradsweep.driver.study;

import io.gradsweep.driver.rows.RowWriterBenchmark;
import io.gradsweep.results.columns.TrialTable;
import io.gradsweep.results.outcome.Outcome;
import io.gradsweep.results.outcome.Provenance;
import io.gradsweep.results.outcome.Recording;
import io.gradsweep.results.trial.Trial;
import io.gradsweep.results.trial.TrialIds;
import io.gradsweep.workers.api.Simulation;
import io.gradsweep.workers.run.RunSettings;
import io.gradsweep.workers.run.Simulations;
import io.gradsweep.workers.run.TrialCall;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Measures what a segment of one trial costs beside the trial: its mark, and its two files, closed,
 * forced to the disk and named. {@code -Djava.io.tmpdir} is the disk.
 */
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
@State(Scope.Thread)
public class CommitBenchmark {

  private final Provenance provenance =
      new Provenance(Instant.ofEpochSecond(1_800_000_000), 900, "host", 0, "0.2.0");
  private Simulation simulation;
  private TrialTable table;
  private Trial trial;
  private Outcome outcome;
  private String id;
  private Study study;
  private int segment;

  /** Runs the trial. */
  @Setup
  public void prepare() {
    simulation = Simulations.find("kl-divergence");
    table = TrialTable.of(simulation.spec());
    trial = new Trial(simulation.spec().resolve(RowWriterBenchmark.ONE_STEP), 18, 0);
    RunSettings settings = new RunSettings(Recording.NONE, Optional.empty());
    outcome = new TrialCall(simulation, settings).run(trial).outcome();
    id = new TrialIds().of(trial).toString();
  }

  /** A study that is new in each iteration. */
  @Setup(Level.Iteration)
  public void make() throws IOException {
    URI folder = Files.createTempDirectory("commit").resolve("study").toUri();
    study = Study.at(folder);
    study.storage().createFolders("");
    segment = 0;
  }

  @Benchmark
  public boolean commit() throws IOException {
    PartName part = new PartName(0, segment++);
    AttemptMarker mark = AttemptMarker.leave(study, part);
    boolean first;
    try (SegmentFiles files = new SegmentFiles(study, part, simulation.spec())) {
      files.writeTrial(
          cells -> table.write(cells, "bench", trial, id, outcome, provenance),
          id,
          outcome.status(),
          "",
          () -> "");
      first = files.publish(1);
    }
    mark.takeAway();
    return first;
  }
}
