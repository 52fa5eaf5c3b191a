package io.gradsweep.driver.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradsweep.results.trial.Trial;
import io.gradsweep.sweeps.plan.Plan;
import io.gradsweep.sweeps.read.SweepReader;
import io.gradsweep.workers.Quadratic;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TestPilot {

  private static double expectedSeconds(String fault) throws IOException {
    Quadratic simulation = new Quadratic();
    String text =
        "{sweep: slow, simulation: %s, parameters: {fault: %s}}"
            .formatted(simulation.spec().name(), fault);
    Plan plan =
        Plan.of(
            SweepReader.parse(text, "sweep.yaml", name -> Optional.empty(), List.of(), false),
            Map.of(simulation.spec().name(), simulation.spec()));
    Trial trial = plan.trial(0).orElseThrow();
    return Pilot.inline(new GenerationPlan(plan, List.of(), true), simulation, Optional.empty())
        .seconds(trial);
  }

  @Test
  void aTrialThatIsCutOffIsTakenToGoOnAtItsPace() throws IOException {
    // a step sleeps 30 ms or more: the half second of the pilot ends within 18 of its 50 steps
    assertThat(expectedSeconds("sleeps")).isGreaterThan(1.3);
  }

  @Test
  void aTrialThatFailsSaysNothingAboutItsTime() throws IOException {
    assertThat(expectedSeconds("throws")).isEqualTo(expectedSeconds("refuses")).isPositive();
  }

  /** As natives are loaded by the first trial of a JVM that needs them. */
  @Test
  void whatIsLoadedOnceIsNoPartOfATrialsTime() throws IOException {
    assertThat(expectedSeconds("loads")).isLessThan(0.1);
  }
}
