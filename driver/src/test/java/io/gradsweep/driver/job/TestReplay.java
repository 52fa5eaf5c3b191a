package io.gradsweep.driver.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradsweep.driver.RequestException;
import io.gradsweep.results.columns.TrialTable;
import io.gradsweep.results.outcome.Provenance;
import io.gradsweep.results.outcome.Recording;
import io.gradsweep.results.trial.Trial;
import io.gradsweep.sweeps.plan.Plan;
import io.gradsweep.sweeps.read.SweepReader;
import io.gradsweep.workers.api.Simulation;
import io.gradsweep.workers.guard.Runners;
import io.gradsweep.workers.run.RunSettings;
import io.gradsweep.workers.run.Simulations;
import io.gradsweep.workers.run.TrialRun;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TestReplay {

  private static final String SWEEP =
      "{sweep: s, simulation: kl-divergence, parameters: {optimizer: natural, time_mode: discrete,"
          + " dimension: 3, step_size: %s, max_steps: 20}}";

  private Plan plan;
  private Map<String, Object> row;

  @BeforeEach
  void runOnce() throws IOException {
    run("0.5");
  }

  private void run(String stepSize) throws IOException {
    String sweep = SWEEP.formatted(stepSize);
    Simulation simulation = Simulations.find("kl-divergence");
    plan =
        Plan.of(
            SweepReader.parse(sweep, "sweep.yaml", name -> Optional.empty(), List.of(), false),
            Map.of("kl-divergence", simulation.spec()));
    Trial trial = plan.trial(0).orElseThrow();
    List<TrialRun> runs = new ArrayList<>();
    Runners.inline(simulation, new RunSettings(Recording.NONE, Optional.empty()))
        .run(List.of(trial).iterator(), runs::add);
    TrialTable table = TrialTable.of(simulation.spec());
    Object[] values =
        table.row(
            "s", trial, runs.get(0).outcome(), new Provenance(Instant.EPOCH, 1, "h", 0, "0.1.0"));
    row = new HashMap<>();
    for (int i = 0; i < values.length; i++) {
      row.put(table.columns().get(i).name(), values[i]);
    }
  }

  private List<String> differing() throws IOException {
    return new Replay(plan, "0.2.0", printed -> {}).run(row).differing();
  }

  @Test
  void aTrialThatRanBeforeEqualsItsRow() throws IOException {
    assertThat(differing()).isEmpty();
  }

  @Test
  void aColumnThatWasAddedAfterTheRowIsNoDifference() throws IOException {
    row.put("noise_model", null); // a parameter of a later version, which had its identity default
    row.remove("batch_size");
    assertThat(differing()).isEmpty();
  }

  /** Rows of 0.1 have no notes of rates; in a later one, a note that is gone is a difference. */
  @Test
  void aFixedColumnMayBeMissingInRowsFromBeforeItAlone() throws IOException {
    run("1");
    assertThat(row.put("rate_note", null)).isEqualTo("window_not_reached");
    row.put("version", "0.1.0");
    assertThat(differing()).isEmpty();
    row.put("version", "0.2.0");
    assertThat(differing()).containsExactly("rate_note");
  }

  @Test
  void aChangedNumberIsADifferenceAndAMissingOneToo() throws IOException {
    row.put("final_error", 0.25);
    row.put("steps", null);
    assertThat(differing()).containsExactlyInAnyOrder("final_error", "steps");
  }

  @Test
  void aRowOfOtherParametersIsRefused() {
    row.put("step_size", 0.25);
    assertThatThrownBy(this::differing)
        .isInstanceOf(RequestException.class)
        .hasMessageStartingWith("Cannot replay " + row.get("trial_id"));
  }
}
