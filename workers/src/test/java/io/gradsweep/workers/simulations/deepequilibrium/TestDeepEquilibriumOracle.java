package io.gradsweep.workers.simulations.deepequilibrium;

import static io.gradsweep.workers.simulations.deepequilibrium.Fixture.measurement;
import static io.gradsweep.workers.simulations.deepequilibrium.Fixture.real;
import static io.gradsweep.workers.simulations.deepequilibrium.Fixture.run;
import static io.gradsweep.workers.simulations.deepequilibrium.Fixture.settings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.gradsweep.results.outcome.Outcome;
import io.gradsweep.workers.Oracle;
import io.gradsweep.workers.numeric.DenseMatrix;
import io.gradsweep.workers.simulations.deepequilibrium.Fixture.Problem;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Figures of oracle/deep-equilibrium.py: κ before a run, and the trust region of several outputs.
 */
class TestDeepEquilibriumOracle {

  private static final Oracle ORACLE = new Oracle("deep-equilibrium");
  private static final int SAMPLES = 14;

  /** A classification of 14 points by formula; class 0 of two is +1. */
  private static Objective objective(String loss, int outputs, IntUnaryOperator classOf) {
    Settings s =
        settings(
            "loss",
            loss,
            "output_dimension",
            outputs,
            "width",
            2,
            "num_samples",
            SAMPLES,
            "gamma",
            0.5);
    DenseMatrix phi = new DenseMatrix(2, SAMPLES);
    double[] y = new double[outputs * SAMPLES];
    for (int k = 0; k < SAMPLES; k++) {
      for (int i = 0; i < 2; i++) {
        phi.set(i, k, Math.sin(1 + i * k + k));
      }
      int c = classOf.applyAsInt(k);
      if (outputs == 1) {
        y[k] = c == 0 ? 1 : -1;
      } else {
        y[c * SAMPLES + k] = 1;
      }
    }
    return Objective.of(s, new Data(phi, y, Optional.empty(), Optional.empty(), new double[0]));
  }

  private static void meetsTheScript(String name, Objective objective, double[][] weights) {
    double[] numbers = ORACLE.numbers(name);
    DenseMatrix w = DenseMatrix.of(weights);
    double excess = objective.excess(w, new DenseMatrix(w.rows(), w.columns()));
    double kappa = objective.kappaWithin(excess);
    assertThat(excess).isCloseTo(numbers[0], within(1e-10));
    assertThat(kappa).isCloseTo(numbers[1], within(1e-8 * numbers[1]));
    assertThat(kappa).isLessThan(numbers[2]); // least ratio of many points of the set
    assertThat(objective.kappaWithin(excess / 100)).isGreaterThan(kappa);
  }

  @Test
  void constantOfTheFirstLossOfALogisticModelIsTheScripts() {
    Objective objective = objective("logistic", 1, k -> k % 3 == 0 ? 0 : 1);
    meetsTheScript("kappa_logistic", objective, new double[][] {{1.5, -1}});
  }

  @Test
  void constantOfTheFirstLossOfACrossEntropyIsTheScripts() {
    Objective objective = objective("cross_entropy", 3, k -> (k * k + k / 2) % 3);
    meetsTheScript(
        "kappa_cross_entropy", objective, new double[][] {{0.9, -0.4}, {-0.6, 0.3}, {0.2, 0.5}});
  }

  /** Two outputs: the flow's step is the script's minimiser. */
  @Test
  void flowOfTwoOutputsIsTheScriptsTrustRegionStep() {
    Problem p = Fixture.sines();
    p.evaluate();
    double[] numbers = ORACLE.numbers("trust_region");
    TrustRegion.Step step = TrustRegion.step(p.implicit(), p.objective(), p.gradient(), 0.5);
    assertThat(step.delta()).isCloseTo(numbers[0], within(1e-10 * numbers[0]));
    assertThat(step.v())
        .containsExactly(Arrays.copyOfRange(numbers, 1, numbers.length), within(1e-9));
    assertThat(step.compare().difference()).isLessThan(1e-12);
    assertThat(step.compare().multiplierError()).isLessThan(1e-12);
  }

  @ParameterizedTest
  @CsvSource({"squared, 3, 0.0", "squared, 2, 0.8", "cross_entropy, 3, 0.5"})
  void flowOfSeveralOutputsIsATrustRegionStep(String loss, int outputs, double gamma) {
    Outcome outcome =
        run(
            4,
            "loss",
            loss,
            "output_dimension",
            outputs,
            "gamma",
            gamma,
            "width",
            6,
            "num_samples",
            40,
            "teacher",
            "noise_labels",
            "integrator",
            "rk4",
            "horizon",
            0.2,
            "step_size",
            0.01,
            "trust_region_fraction",
            0.5);
    assertThat(real(outcome, "trust_region_difference")).isLessThan(1e-12);
    assertThat(real(outcome, "trust_region_multiplier_error")).isLessThan(1e-12);
  }

  @Test
  void trustRegionOfManyOutputsIsRefused() {
    assertThatThrownBy(
            () ->
                settings(
                    "output_dimension",
                    20,
                    "width",
                    20,
                    "trust_region_fraction",
                    0.5,
                    "noise",
                    0.1))
        .hasMessageContaining("trust_region_fraction")
        .hasMessageContaining("the product of the last two must be at most 256");
  }

  /** The bound that rests on nothing measured on the path holds, and is below the path's. */
  @ParameterizedTest
  @CsvSource({"squared, 1", "logistic, 1", "cross_entropy, 3"})
  void boundKnownBeforeTheRunHolds(String loss, int outputs) {
    Outcome outcome =
        run(
            7,
            "loss",
            loss,
            "output_dimension",
            outputs,
            "width",
            4,
            "num_samples",
            60,
            "teacher",
            "noise_labels",
            "integrator",
            "rk4",
            "horizon",
            20,
            "gamma",
            0.5);
    assertThat(measurement(outcome, "bound_before_holds")).isEqualTo(true);
    assertThat(real(outcome, "kappa_before")).isPositive();
    assertThat(real(outcome, "kappa_before"))
        .isLessThanOrEqualTo(real(outcome, "kappa") * (1 + 1e-9));
  }

  /** Separated classes have no optimum, and so no bound. */
  @Test
  void separatedClassesHaveNoBoundBefore() {
    Outcome outcome =
        run(1, "loss", "logistic", "teacher", "noise_labels", "width", 20, "num_samples", 10);
    assertThat(measurement(outcome, "kappa_before")).isNull();
    assertThat(measurement(outcome, "bound_before_holds")).isNull();
  }
}
