package io.gradsweep.workers.simulations.selfpenalization;

import static io.gradsweep.workers.simulations.selfpenalization.Fixture.measurement;
import static io.gradsweep.workers.simulations.selfpenalization.Fixture.real;
import static io.gradsweep.workers.simulations.selfpenalization.Fixture.ridge;
import static io.gradsweep.workers.simulations.selfpenalization.Fixture.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.gradsweep.results.outcome.Outcome;
import io.gradsweep.results.outcome.Status;
import io.gradsweep.results.random.Streams;
import io.gradsweep.workers.api.Recorder;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Oracles O3, O4, O7, O9 and O10, and how trials end. Seeds are fixed. */
class TestSelfPenalization {

  /** O10: 200 fixed steps of 0.05. */
  @ParameterizedTest
  @CsvSource({
    "1, 0.557397840362153, 0.288953866525961, 0.281023008974356, 0.02374863341999924",
    "2, 0.521964297844753, 0.310166156150534, 0.318311715768182, 0.024790453644174475"
  })
  void twoHundredFixedStepsEndWhereThePagesDo(int q, double b0, double b1, double b2, double j) {
    FeatureWeights weights =
        new FeatureWeights(
            Fixture.settings("step_rule", "fixed", "step_size", 0.05),
            ridge(Fixture.small(), q, Profile.EXP, 0.1),
            new double[] {0.5, 0.2, 0.1});
    for (int k = 0; k < 200; k++) {
      weights.step();
    }
    assertThat(weights.beta()).containsExactly(new double[] {b0, b1, b2}, within(1e-10));
    assertThat(weights.objective()).isCloseTo(j, within(1e-10));
  }

  /** Zeros are zeros on both sides; near a minimum the last halvings are decided by rounding. */
  @ParameterizedTest
  @MethodSource("io.gradsweep.workers.simulations.selfpenalization.TestKernelRidge#descents")
  void descentsEndWhereAnotherImplementationsDo(String line) {
    String[] cells = line.split(",");
    boolean square = cells[2].equals("descent_w_20");
    FeatureWeights weights =
        new FeatureWeights(
            Fixture.settings("parametrization", square ? "w_square" : "beta"),
            ridge(
                Fixture.medium(),
                Integer.parseInt(cells[0]),
                cells[1].equals("exp") ? Profile.EXP : Profile.RATIONAL,
                0.1),
            new double[] {0.5 / 6, 0.5 / 6, 0.5 / 6, 0.5 / 6, 0.5 / 6, 0.5 / 6});
    for (int k = 0; k < (square ? 20 : 150); k++) {
      weights.step();
    }
    double[] expected = TestKernelRidge.numbers(cells);
    assertThat(weights.objective()).isCloseTo(expected[0], within(1e-10));
    for (int l = 0; l < 6; l++) {
      assertThat(weights.beta()[l]).isCloseTo(expected[l + 1], within(1e-7 * expected[l + 1]));
    }
  }

  /**
   * O3: the population's gradient at the origin. 8 samples of 1500, two features each: the page
   * measured standard errors of 0.02 to 0.25 a sample, of which the bounds are more than four of
   * the mean's, so that a false alarm has less than 1e-4, plus the page's own bias of 1/n.
   */
  @ParameterizedTest
  @CsvSource({
    "1, LINEAR,    -2.8209, 0.12",
    "1, QUADRATIC, -0.7052, 0.06",
    "2, LINEAR,    -10,     0.5",
    "2, QUADRATIC, 0,       0.15",
    "1, XOR,       0,       0.02",
    "2, XOR,       0,       0.05"
  })
  void theGradientAtTheOriginIsThePopulations(int q, Signal signal, double expected, double bound) {
    double sum = 0;
    for (int seed = 0; seed < 8; seed++) {
      RegressionData data =
          Fixture.gaussian(signal, 0.5, 1500, 2, Streams.ofSweep(seed, "population"));
      // without features to weigh, a is y/(nλ): no factorisation of 1500 rows is needed
      PairDistances distances = new PairDistances(data.columns(), q);
      double[] products = new double[distances.pairs()];
      int pair = 0;
      for (int i = 0; i < 1500; i++) {
        for (int j = i + 1; j < 1500; j++) {
          products[pair++] = data.y()[i] * data.y()[j];
        }
      }
      double scale = 2 / (2 * 0.1 * 1500 * 1500.0);
      double[] sums = new double[2];
      distances.sums(products, sums);
      sum += scale * (sums[0] + sums[1]) / 2;
    }
    assertThat(sum / 8).isCloseTo(expected, within(bound));
  }

  /**
   * O4: five seeds with 20 noise features each; the page's five cells agreed within 2 %, and asks
   * for 5 %. The seeds are fixed, so that this fails never or always.
   */
  @ParameterizedTest
  @CsvSource({"1, 0.1", "1, 0.5", "2, 0.1"})
  void noiseIsRepelledByTheSelfPenalty(int q, double lambda) {
    double measured = 0;
    double predicted = 0;
    for (int seed = 0; seed < 5; seed++) {
      Outcome outcome =
          run(
              seed,
              "num_samples",
              400,
              "dimension",
              22,
              "q",
              q,
              "ridge",
              lambda,
              "tolerance",
              1e-3);
      assertThat(real(outcome, "noise_beta_max")).isEqualTo(0.0);
      measured += real(outcome, "noise_gradient_mean") / 5;
      predicted += real(outcome, "noise_gradient_predicted") / 5;
    }
    assertThat(predicted).isPositive();
    assertThat(measured).isCloseTo(predicted, within(0.05 * predicted));
  }

  /** O7, and the headline: 0.0 on the stored double, and gradients that hold it there. */
  @ParameterizedTest
  @CsvSource({"1, 100", "1, 300", "2, 100", "2, 300"})
  void noiseEndsAtZeroWithPositiveGradients(int q, int n) {
    for (int seed = 0; seed < 3; seed++) {
      Outcome outcome = run(seed, "num_samples", n, "dimension", 10, "q", q);
      assertThat(outcome.status()).isEqualTo(Status.CONVERGED);
      assertThat(measurement(outcome, "exact_support")).isEqualTo(true);
      assertThat(real(outcome, "exact_zero_noise_fraction")).isEqualTo(1.0);
      assertThat(real(outcome, "noise_beta_max")).isEqualTo(0.0);
      assertThat(real(outcome, "noise_gradient_min")).isGreaterThan(0.05);
      assertThat(real(outcome, "kkt_residual")).isLessThan(1e-6);
      assertThat(real(outcome, "objective_ratio")).isLessThan(1);
    }
  }

  /** O9: the same minimum, and never a zero. */
  @Test
  void descentInTheRootNeverReachesZero() {
    Object[] common = {"num_samples", 150, "dimension", 20};
    Outcome beta = run(0, common);
    Outcome square = run(0, with(common, "parametrization", "w_square", "tolerance", 1e-12));
    assertThat(real(beta, "exact_zero_noise_fraction")).isEqualTo(1.0);
    assertThat(real(square, "exact_zero_noise_fraction")).isEqualTo(0.0);
    assertThat(real(square, "noise_beta_max")).isPositive().isLessThan(1e-6);
    assertThat(square.finalLoss()).isCloseTo(beta.finalLoss(), within(1e-12));
    assertThat(measurement(square, "underflows")).isEqualTo(0L);
  }

  private static Object[] with(Object[] values, Object... more) {
    Object[] all = Arrays.copyOf(values, values.length + more.length);
    System.arraycopy(more, 0, all, values.length, more.length);
    return all;
  }

  /** Trap 1: w² is 0.0 where w is not, and such a zero is counted apart. */
  @Test
  void zerosByUnderflowAreCounted() {
    FeatureWeights weights =
        new FeatureWeights(
            Fixture.settings("parametrization", "w_square"),
            ridge(Fixture.medium(), 1, Profile.EXP, 0.1),
            new double[] {0.1, 0.1, 0.1, 0.1, 0.1, 0.1});
    for (int k = 0; k < 3000 && weights.step(); k++) {
      assertThat(weights.beta()[0]).isPositive();
    }
    assertThat(weights.underflows())
        .isEqualTo((int) Arrays.stream(weights.beta()).filter(b -> b == 0).count());
  }

  @ParameterizedTest
  @CsvSource({"linear", "quadratic", "hierarchical", "xor"})
  void theWrapperSelectsTheSignalInTwoRounds(String signal) {
    Outcome outcome =
        run(
            1,
            "signal",
            signal,
            "num_samples",
            200,
            "dimension",
            10,
            "init",
            "zero",
            "wrapper",
            "hierarchical",
            "max_steps",
            2000);
    assertThat(outcome.status()).isEqualTo(Status.CONVERGED);
    assertThat(measurement(outcome, "exact_support")).isEqualTo(true);
    assertThat(measurement(outcome, "rounds")).isEqualTo(2L);
  }

  /** Trap 3: K is the identity, the objective lower than at the origin, and nothing is learnt. */
  @Test
  void aStepThatRunsAwayEndsAsCollapsed() {
    Outcome outcome = run(0, "step_rule", "fixed", "step_size", 1e4);
    assertThat(outcome.status()).isEqualTo(Status.DIVERGED);
    assertThat(outcome.reason()).contains("collapsed");
    assertThat(real(outcome, "kernel_offdiag_mean")).isLessThan(1e-3);
    assertThat(real(outcome, "objective_ratio")).isLessThan(1);
  }

  @Test
  void anUpperBoundHolds() {
    Settings settings = Fixture.settings("beta_max", 0.05, "dimension", 6);
    Run run = new Run(settings, Fixture.medium(), Recorder.none());
    assertThat(run.descend()).isEqualTo(Status.CONVERGED);
    assertThat(Arrays.stream(run.weights().beta()).max().orElseThrow()).isEqualTo(0.05);
  }

  @Test
  void aBudgetThatRunsOutIsNotConverged() {
    Outcome outcome = run(0, "max_steps", 2);
    assertThat(outcome.status()).isEqualTo(Status.NOT_CONVERGED);
    assertThat(outcome.steps()).isEqualTo(2);
    assertThat(outcome.stepsToTarget()).isEmpty();
  }

  /**
   * 1000 samples of a law whose noise alone has 0.25: what is learnt lies between it and Var(y).
   */
  @Test
  void theErrorOnFreshSamplesLiesBetweenNoiseAndVariance() {
    Outcome outcome = run(0, "num_samples", 300, "ridge", 0.01);
    assertThat(real(outcome, "test_mse")).isBetween(0.25, 1.0);
    assertThat(real(outcome, "train_mse")).isLessThan(real(outcome, "test_mse"));
    assertThat(real(outcome, "n_lambda_sq")).isCloseTo(0.03, within(1e-15));
  }

  /** Common random numbers: what is fitted depends on neither q nor ridge nor parametrization. */
  @Test
  void armsSeeTheSameData() {
    Streams streams = Streams.of(Fixture.trial(4));
    Streams other = Streams.of(Fixture.trial(4, "q", 2, "ridge", 0.3, "num_samples", 50));
    RegressionData here = RegressionData.training(Fixture.settings(), streams);
    RegressionData there = RegressionData.training(Fixture.settings("num_samples", 50), other);
    for (int l = 0; l < 20; l++) {
      assertThat(there.columns()[l]).containsExactly(Arrays.copyOf(here.columns()[l], 50));
    }
    double shift = here.mean() - there.mean();
    assertThat(there.y()[7]).isCloseTo(here.y()[7] + shift, within(1e-14));
  }

  @Test
  void combinationsWithoutMeaningAreRefused() {
    assertThatThrownBy(() -> Fixture.settings("parametrization", "w_square", "init", "zero"))
        .hasMessage(
            "Cannot run self-penalization with init: zero with parametrization w_square (must be"
                + " uniform: w = 0 is stationary)");
    assertThatThrownBy(() -> Fixture.settings("parametrization", "w_square", "beta_max", 1.0))
        .hasMessage(
            "Cannot run self-penalization with beta_max: 1.0 with parametrization w_square (must"
                + " be null)");
    assertThatThrownBy(() -> Fixture.settings("wrapper", "hierarchical"))
        .hasMessage(
            "Cannot run self-penalization with wrapper: hierarchical with init uniform (must be"
                + " zero)");
    assertThatThrownBy(() -> Fixture.settings("step_size", 1.0))
        .hasMessage(
            "Cannot run self-penalization with step_size: 1.0 with step_rule armijo (must be at"
                + " most step_cap)");
  }
}
