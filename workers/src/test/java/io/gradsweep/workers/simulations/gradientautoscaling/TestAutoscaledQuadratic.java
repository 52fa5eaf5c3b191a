package io.gradsweep.workers.simulations.gradientautoscaling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.gradsweep.results.outcome.Outcome;
import io.gradsweep.results.outcome.Status;
import io.gradsweep.results.trial.ParamValue;
import io.gradsweep.workers.Runs;
import io.gradsweep.workers.SimulationContract;
import io.gradsweep.workers.api.Simulation;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Descents on a quadratic whose ways are known, and the contract. */
class TestAutoscaledQuadratic extends SimulationContract {

  private static final Runs RUNS = new Runs(new AutoscaledQuadratic(), 18);

  @Override
  protected Simulation simulation() {
    return new AutoscaledQuadratic();
  }

  @Override
  protected Map<String, ParamValue> smallest() {
    return Map.of("dimension", ParamValue.of(4), "max_steps", ParamValue.of(20));
  }

  @Override
  protected List<Map<String, ParamValue>> extremes() {
    return List.of(
        Map.of("step_size", ParamValue.of(1e300)),
        Map.of("step_size", ParamValue.of(1e-300)),
        Map.of("noise", ParamValue.of(1e300)),
        Map.of("dimension", ParamValue.of(2)),
        Map.of("tolerance", ParamValue.of(0.0)),
        Map.of("method", ParamValue.of("znorm"), "tolerance", ParamValue.of(0.0)),
        Map.of("alpha_rule", ParamValue.of("inverse_std")));
  }

  /** r ← (1 - ηr) r from 1, iterated on its own. */
  @ParameterizedTest
  @ValueSource(strings = {"ratio_to_max", "ratio_to_initial"})
  void aRatioRuleFollowsItsRecursion(String rule) {
    double r = 1;
    for (int t = 0; t < 1000; t++) {
      r *= 1 - 0.5 * r;
    }
    Outcome outcome = RUNS.run(0, "alpha_rule", rule);
    assertThat(outcome.status()).isEqualTo(Status.NOT_CONVERGED);
    assertThat(outcome.finalError()).isCloseTo(r, within(1e-12 * r));
    assertThat((Double) RUNS.measurement(outcome, "scaled_error")).isCloseTo(0.99, within(0.005));
  }

  /** Whole descents by another program: from another direction, which does not matter. */
  @ParameterizedTest
  @CsvFileSource(resources = "/oracle/autoscaled-quadratic.csv")
  void aDescentEndsWhereTheScriptsDoes(
      String rule, double stepSize, int steps, double error, double alpha) {
    Outcome outcome =
        RUNS.run(
            0,
            "alpha_rule",
            rule,
            "dimension",
            10,
            "step_size",
            stepSize,
            "max_steps",
            steps,
            "tolerance",
            0.0);
    assertThat(outcome.finalError()).isCloseTo(error, within(1e-14)); // the script's mean is not 0
    assertThat(RUNS.real(outcome, "last_alpha")).isCloseTo(alpha, within(1e-11));
  }

  @Test
  void centredDescentConvergesLinearly() {
    Outcome outcome = RUNS.run(0, "method", "center", "step_size", 0.1);
    assertThat(outcome.status()).isEqualTo(Status.CONVERGED);
    assertThat(outcome.rate().rate()).isCloseTo(-Math.log(0.9), within(1e-6));
    assertThat(outcome.steps()).isEqualTo((long) Math.ceil(12 * Math.log(10) / -Math.log(0.9)));
  }
}
