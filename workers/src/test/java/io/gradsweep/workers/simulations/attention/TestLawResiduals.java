package io.gradsweep.workers.simulations.attention;

import static io.gradsweep.workers.simulations.attention.Fixture.real;
import static io.gradsweep.workers.simulations.attention.Fixture.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.gradsweep.results.outcome.Outcome;
import io.gradsweep.results.random.Streams;
import io.gradsweep.workers.simulations.attention.LawResiduals.Derivatives;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The routing law and the value law, against oracle/attention.py and as measurements. */
class TestLawResiduals {

  /** The law and the differences are both the script's complex steps. */
  @ParameterizedTest
  @CsvSource({"wide,12,4,5,3,6", "narrow,11,5,4,2,3"})
  void lawsAndDifferencesAreTheScriptsDerivatives(
      String name, int n, int symbols, int inputs, int keys, int values) {
    OracleHead oracle = new OracleHead(n, symbols, inputs, keys, values);
    HeadMatrices w = oracle.weights();
    CausalHead head = new CausalHead(oracle.data(), w, false);
    head.forwardAndBack(w, w.zeros());
    Derivatives differences = new Derivatives(head, w.o());
    double[] scores = Fixture.oracle(name + "_score_law");
    int at = 0;
    for (int i = 0; i < n; i++) {
      for (int j = 0; j <= i; j++) {
        assertThat(differences.scoreLaw(i, j)).isCloseTo(scores[at], within(1e-15));
        assertThat(differences.scoreDifference(i, j, differences.scores(i)))
            .isCloseTo(scores[at++], within(1e-12));
      }
    }
    double[] slopes = Fixture.oracle(name + "_value_law");
    at = 0;
    for (int j = 0; j < n; j++) {
      for (int d = 0; d < values; d++) {
        assertThat(head.dv().get(j, d)).isCloseTo(slopes[at], within(1e-15));
        assertThat(differences.valueDifference(j, d, differences.shares(j)))
            .isCloseTo(slopes[at++], within(1e-12));
      }
    }
    LawResiduals laws = LawResiduals.of(head, w.o());
    assertThat(laws.routing()).isLessThan(1e-10);
    assertThat(laws.values()).isLessThan(1e-10);
  }

  /** Other weights than those of the pass have other derivatives: a wrong law shows. */
  @Test
  void aHeadOfOtherWeightsBreaksBothLaws() {
    OracleHead oracle = new OracleHead(12, 4, 5, 3, 6);
    HeadMatrices w = oracle.weights();
    CausalHead head = new CausalHead(oracle.data(), w, false);
    head.forwardAndBack(w, w.zeros());
    HeadMatrices other = HeadMatrices.random(5, 3, 6, 4, 0.5, Streams.ofSweep(1, "other-weights"));
    LawResiduals laws = LawResiduals.of(head, other.o());
    assertThat(laws.routing()).isGreaterThan(0.1);
    assertThat(laws.values()).isGreaterThan(0.1);
  }

  /** Also if settling is measured, which uses the same head afterwards, and with free values. */
  @ParameterizedTest
  @CsvSource({
    "sgd, projected, 200",
    "em_schedule, projected, 64",
    "em_mm, projected, 40",
    "sgd, free, 100"
  })
  void lawsHoldAfterTraining(String rule, String values, int length) {
    Outcome outcome =
        run(
            3,
            "update_rule",
            rule,
            "value_parameterisation",
            values,
            "sequence_length",
            length,
            "max_steps",
            60,
            "step_size",
            0.1,
            "settling_points",
            5,
            "measure_laws",
            true);
    assertThat(real(outcome, "routing_law_residual")).isBetween(0.0, 1e-8);
    assertThat(real(outcome, "value_law_residual")).isBetween(0.0, 1e-8);
  }
}
