package io.gradsweep.driver.rows;

import io.gradsweep.results.columns.TrialTable;
import io.gradsweep.results.outcome.Outcome;
import io.gradsweep.results.outcome.Provenance;
import io.gradsweep.results.outcome.Recording;
import io.gradsweep.results.trial.ParamValue;
import io.gradsweep.results.trial.Params;
import io.gradsweep.results.trial.Trial;
import io.gradsweep.results.trial.TrialIds;
import io.gradsweep.workers.api.Simulation;
import io.gradsweep.workers.run.RunSettings;
import io.gradsweep.workers.run.Simulations;
import io.gradsweep.workers.run.TrialCall;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Measures a row of kl-divergence's trials, from outcome to compressed bytes in memory. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
@State(Scope.Thread)
public class RowWriterBenchmark {

  /** A descent of one step. */
  public static final Map<String, ParamValue> ONE_STEP =
      Map.of(
          "time_mode", ParamValue.of("discrete"),
          "optimizer", ParamValue.of("gradient"),
          "coordinate_system", ParamValue.of("theta"),
          "step_size", ParamValue.of(0.1),
          "max_steps", ParamValue.of(1));

  private static final int ROWS = 60_000;
  private static final int STEP_SIZES = 1000;

  private final List<Trial> trials = new ArrayList<>();
  private final List<Outcome> outcomes = new ArrayList<>();
  private final List<Provenance> provenances = new ArrayList<>();
  private TrialTable table;

  @Setup
  public void prepare() {
    Simulation simulation = Simulations.find("kl-divergence");
    table = TrialTable.of(simulation.spec());
    TrialCall runner = new TrialCall(simulation, new RunSettings(Recording.NONE, Optional.empty()));
    Params template = simulation.spec().resolve(ONE_STEP);
    int[] axis = {simulation.spec().parameterIndex("step_size")};
    ParamValue[] stepSizes = new ParamValue[STEP_SIZES];
    for (int i = 0; i < STEP_SIZES; i++) {
      stepSizes[i] = ParamValue.of((1.0 + i) / STEP_SIZES);
    }
    for (int i = 0; i < ROWS; i++) {
      ParamValue[] values = {stepSizes[i % STEP_SIZES]};
      Trial trial = new Trial(template.with(axis, values), 18, i / STEP_SIZES);
      trials.add(trial);
      outcomes.add(runner.run(trial).outcome());
      provenances.add(
          new Provenance(
              Instant.ofEpochSecond(1_800_000_000, i * 4000L), 900 + i % 321, "host", 0, "0.2.0"));
    }
  }

  @Benchmark
  @OperationsPerInvocation(ROWS)
  public int row() throws IOException {
    MemoryFile memory = new MemoryFile(Integer.MAX_VALUE);
    TrialIds ids = new TrialIds();
    try (RowWriter writer = new RowWriter(memory, "trials", table.columns())) {
      for (int i = 0; i < ROWS; i++) {
        Trial trial = trials.get(i);
        Outcome outcome = outcomes.get(i);
        Provenance provenance = provenances.get(i);
        String id = ids.of(trial).toString();
        writer.write(cells -> table.write(cells, "bench", trial, id, outcome, provenance));
      }
    }
    return memory.size();
  }
}
