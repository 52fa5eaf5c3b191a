package io.gradsweep.driver.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.gradsweep.driver.study.GenerationPlan;
import io.gradsweep.results.trial.Trial;
import io.gradsweep.sweeps.plan.Plan;
import io.gradsweep.sweeps.read.SweepReader;
import io.gradsweep.workers.Quadratic;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TestPilot {

  private static double expectedSeconds(String fault) throws IOException {
    return pilot(fault, Optional.empty()).expected();
  }

  /** A pilot, and the time that it expects of the only trial. */
  private record Piloted(Pilot pilot, Trial trial) {
    double expected() {
      return pilot.seconds(trial);
    }
  }

  private static Piloted pilot(String fault, Optional<Duration> timeLimit) throws IOException {
    Quadratic simulation = new Quadratic();
    String text =
        "{sweep: slow, simulation: %s, parameters: {fault: %s}}"
            .formatted(simulation.spec().name(), fault);
    Plan plan =
        Plan.of(
            SweepReader.parse(text, "sweep.yaml", name -> Optional.empty(), List.of(), false),
            Map.of(simulation.spec().name(), simulation.spec()));
    Trial trial = plan.trial(0).orElseThrow();
    return new Piloted(
        Pilot.inline(new GenerationPlan(0, plan, List.of(), true), simulation, timeLimit), trial);
  }

  @Test
  void aTrialThatIsCutOffIsTakenToGoOnAtItsPace() throws IOException {
    // a step sleeps 30 ms or more: the half second of the pilot ends within 18 of its 50 steps
    assertThat(expectedSeconds("sleeps")).isGreaterThan(1.3);
  }

  @Test
  void aTrialThatFailsSaysNothingAboutItsTime() throws IOException {
    assertThat(expectedSeconds("throws")).isEqualTo(expectedSeconds("refuses")).isPositive();
    assertThat(pilot("throws", Optional.empty()).pilot().unknown().orElseThrow())
        .startsWith("no pilot trial ran (1 of 1: ")
        .contains("broken");
    assertThat(pilot("none", Optional.empty()).pilot().unknown()).isEmpty();
  }

  /** A step sleeps 30 ms or more, and there are 50 of them. */
  @Test
  void noTrialIsExpectedToRunForLongerThanItsLimit() throws IOException {
    Piloted limited = pilot("sleeps", Optional.of(Duration.ofMillis(700)));
    assertThat(limited.expected()).isCloseTo(0.7, within(1e-3));
    assertThat(limited.pilot().mostSeconds(limited.trial())).isCloseTo(0.7, within(1e-3));
    assertThat(limited.pilot().leastSeconds(limited.trial())).isBetween(0.5, 0.701);
  }

  @Test
  void anEstimateHasARange() throws IOException {
    Piloted piloted = pilot("none", Optional.empty());
    assertThat(piloted.pilot().leastSeconds(piloted.trial())).isLessThan(piloted.expected());
    assertThat(piloted.pilot().mostSeconds(piloted.trial())).isGreaterThan(piloted.expected());
  }

  /** As natives are loaded by the first trial of a JVM that needs them. */
  @Test
  void whatIsLoadedOnceIsNoPartOfATrialsTime() throws IOException {
    assertThat(expectedSeconds("loads")).isLessThan(0.1);
  }
}
