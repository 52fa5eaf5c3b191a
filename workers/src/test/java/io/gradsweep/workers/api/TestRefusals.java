package io.gradsweep.workers.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradsweep.results.outcome.Outcome;
import io.gradsweep.results.outcome.Status;
import io.gradsweep.results.trial.Input;
import io.gradsweep.results.trial.MeasurementSpec;
import io.gradsweep.results.trial.ParamValue;
import io.gradsweep.results.trial.Parameters;
import io.gradsweep.results.trial.Params;
import io.gradsweep.results.trial.SimulationSpec;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TestRefusals {

  private enum Mode {
    FLOW,
    DISCRETE
  }

  private static final Parameters P = new Parameters();
  private static final Input.RealInput LOW = P.real("low", "closes").atLeast(0).defaultsTo(1e-9);
  private static final Input.RealInput HIGH = P.real("high", "opens").above(0).defaultsTo(1e-3);
  private static final Input.Choice<Mode> MODE =
      P.choice("mode", Mode.class, "time").defaultsTo(Mode.FLOW);
  private static final Input.WholeInput BATCH = P.whole("batch", "B").unsetByDefault();
  private static final SimulationSpec SPEC =
      new SimulationSpec(
          "toy",
          1,
          "Does nothing.",
          "none",
          P.specs(),
          List.of(MeasurementSpec.real("height", "h")),
          List.of());

  private static Params params(String name, ParamValue value) {
    return SPEC.resolve(Map.of(name, value));
  }

  @Test
  void firstBrokenRuleNamesParameterAndValue() {
    Refusals refusals = Refusals.of(params("batch", ParamValue.of(7)));
    assertThatThrownBy(
            () ->
                refusals
                    .when(false, LOW, "must be below %s", HIGH)
                    .when(true, BATCH, "must be at most %s, %d", LOW, 5L)
                    .when(true, HIGH, "must be a miracle"))
        .isInstanceOf(UnusableParameter.class)
        .hasMessage("Cannot run toy with batch: 7 (must be at most low, 5)");
  }

  @Test
  void valuesThatMakeItWrongAreShownBesideIt() {
    Refusals refusals = Refusals.of(params("mode", ParamValue.of("discrete")));
    assertThatThrownBy(() -> refusals.when(true, List.of(BATCH, MODE), "must be set"))
        .hasMessage("Cannot run toy with batch: null with mode discrete (must be set)");
    assertThatThrownBy(() -> refusals.when(true, List.of(LOW, MODE, HIGH), "must be 0"))
        .hasMessage(
            "Cannot run toy with low: 1.0e-9 with mode discrete and high 0.001 (must be 0)");
  }

  @Test
  void ruleThatHoldsIsNeverFormatted() {
    Refusals.of(params("low", ParamValue.of(0.0))).when(false, LOW, "%d", "no number");
  }

  @Test
  void windowOfRatesMustNotBeEmpty() {
    assertThat(RateWindow.of(params("low", ParamValue.of(0.0)), LOW, HIGH))
        .isEqualTo(new RateWindow(0, 1e-3));
    for (double high : new double[] {1e-9, 1e-10}) {
      assertThatThrownBy(() -> RateWindow.of(params("high", ParamValue.of(high)), LOW, HIGH))
          .isInstanceOf(UnusableParameter.class)
          .hasMessage("Cannot run toy with low: 1.0e-9 (must be below high)");
    }
  }

  @Test
  void numberThatIsNotFiniteIsAbsent() {
    for (double absent : new double[] {Double.NaN, Double.POSITIVE_INFINITY}) {
      Outcome outcome = new OutcomeBuilder(SPEC).measureIfFinite("height", absent).build();
      assertThat(outcome.measurements()).containsExactly((Object) null);
    }
    Outcome outcome =
        new OutcomeBuilder(SPEC).status(Status.CONVERGED).measureIfFinite("height", 2).build();
    assertThat(outcome.measurements()).containsExactly(2.0);
  }
}
