package io.gradsweep.workers.simulations.groupsparsity;

import static io.gradsweep.workers.simulations.groupsparsity.Fixture.measurement;
import static io.gradsweep.workers.simulations.groupsparsity.Fixture.number;
import static io.gradsweep.workers.simulations.groupsparsity.Fixture.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.gradsweep.results.outcome.Outcome;
import io.gradsweep.results.outcome.Status;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Oracles 5, 6 and 8 to 10 and the small sizes of the experiments, on the authors' problems with
 * our own streams. Seeds are fixed: a test fails never or always.
 */
class TestGroupSparsity {

  private static Object[] with(Object[] preset, Object... changes) {
    Object[] all = Arrays.copyOf(preset, preset.length + changes.length);
    System.arraycopy(changes, 0, all, preset.length, changes.length);
    return all;
  }

  private static Object[] preset(String algorithm, Object... changes) {
    return with(new Object[] {"algorithm", algorithm}, changes);
  }

  /** 100 samples, 500 weights, sixteen ones in groups of four. */
  private static Object[] groupVsSparse(String algorithm, Object... changes) {
    Object[] preset = {
      "algorithm",
      algorithm,
      "num_samples",
      100,
      "dimension",
      500,
      "group_size",
      4,
      "n_active_groups",
      4,
      "signal_value",
      1.0,
      "step_size",
      0.01
    };
    return with(preset, changes);
  }

  private static double median(int trials, IntToDoubleFunction value) {
    double[] sorted =
        IntStream.range(0, trials).mapToDouble(value::applyAsDouble).sorted().toArray();
    return (sorted[(trials - 1) / 2] + sorted[trials / 2]) / 2;
  }

  /**
   * Oracle 6. Where a seed misses with probability 0.01 (an independent implementation saw none in
   * 40), more than two of 20 do with probability 1e-3.
   */
  @ParameterizedTest
  @CsvSource({"alg1, 1, 1500", "alg2, 2, 1000"})
  void errorIsThatOfTheSupportOracleInEighteenOfTwentySeeds(
      String algorithm, int lossScale, int steps) {
    long met =
        IntStream.range(0, 20)
            .mapToObj(r -> run(r, preset(algorithm, "loss_scale", lossScale, "max_steps", steps)))
            .filter(outcome -> Math.abs(number(outcome, "ratio_to_oracle") - 1) < 0.01)
            .filter(outcome -> outcome.status() == Status.CONVERGED)
            .filter(outcome -> (Boolean) measurement(outcome, "support_exact"))
            .count();
    assertThat(met).isGreaterThanOrEqualTo(18);
  }

  /** Trap 1: on the mean square the big step reflects v for ever, in every seed. */
  @Test
  void bigStepsOnTheMeanSquareOscillate() {
    for (int r = 0; r < 5; r++) {
      Outcome outcome = run(r, preset("alg1", "loss_scale", 2, "max_steps", 1000));
      assertThat(outcome.reason()).contains("oscillating");
      assertThat(outcome.finalError()).isBetween(1.0, 900.0);
    }
  }

  /** Trap 2. */
  @Test
  void switchByRelativeChangeFiresAfterTwoBigStepsAtOneTenth() {
    Outcome outcome = run(0, preset("alg2", "switch_tol", 0.1, "max_steps", 20));
    assertThat(measurement(outcome, "switch_iteration_actual")).isEqualTo(2L);
    Outcome late = run(0, preset("alg2", "switch_tol", 0.01, "max_steps", 1000));
    assertThat(number(late, "switch_iteration_actual")).isGreaterThan(200);
  }

  /** Oracle 5: larger groups first, each near its step. */
  @Test
  void groupsGrowInTheOrderAndAtTheStepsOfTheTheory() {
    Object[] ramp = preset("alg2", "signal", "ramp", "signal_value", 5.0, "max_steps", 1500);
    Outcome outcome = run(0, ramp);
    assertThat(number(outcome, "growth_step_first_theory")).isCloseTo(368, within(1.0));
    assertThat(number(outcome, "growth_step_last_theory")).isCloseTo(715, within(1.0));
    assertThat(median(5, r -> number(run(r, ramp), "growth_step_first")))
        .isCloseTo(368, within(0.2 * 368));
    assertThat(median(5, r -> number(run(r, ramp), "growth_step_last")))
        .isCloseTo(715, within(0.2 * 715));
  }

  /** Oracle 8: the noise of a replicate is one draw that is scaled. */
  @Test
  void errorIsProportionalToTheSquareOfTheNoise() {
    double last = Double.NaN;
    for (double noise : new double[] {0.125, 0.25, 0.5, 1, 2, 4}) {
      Outcome outcome = run(0, preset("alg1", "noise", noise, "max_steps", 1500));
      double error = outcome.finalError();
      if (!Double.isNaN(last)) {
        assertThat(error / last).isCloseTo(4, within(0.02));
      }
      last = error;
    }
  }

  /**
   * Oracle 9, as medians of 21: a single seed may stay good to the end, or be good from 1e-2. What
   * is off the support as the window opens varies less.
   */
  @Test
  void windowIsLongerTheSmallerTheStart() {
    double[] starts = {1e-2, 1e-4, 1e-6, 1e-8};
    double[] lengths = new double[4];
    double[] offSupport = new double[4];
    for (int i = 0; i < starts.length; i++) {
      Object[] trial = groupVsSparse("alg1", "init_scale", starts[i], "max_steps", 4000);
      List<Outcome> outcomes = IntStream.range(0, 21).mapToObj(r -> run(r, trial)).toList();
      lengths[i] = median(21, r -> number(outcomes.get(r), "window_length"));
      if (i > 0) { // from 1e-2 a window may not open at all
        offSupport[i] = median(5, r -> number(outcomes.get(r), "off_support_max_window"));
        assertThat(lengths[i]).isGreaterThan(lengths[i - 1]);
      }
    }
    assertThat(offSupport[2]).isLessThan(offSupport[1] / 3);
    assertThat(offSupport[3]).isLessThan(offSupport[2] / 3);
    assertThat((lengths[3] - lengths[1]) / 4).isCloseTo(310, within(0.3 * 310));
    double linear = (lengths[3] - lengths[2]) / (lengths[2] - lengths[1]); // in log α
    assertThat(linear).isCloseTo(1, within(0.25));
  }

  /** Oracle 10: the limit is 1/(2 c m) = 0.25. */
  @Test
  void stepSizesRecoverBelowAFifthOfTheLimitAndFailAtTwice() {
    Outcome fine = run(0, groupVsSparse("alg1", "step_size", 0.05, "max_steps", 320));
    assertThat(number(fine, "step_size_limit")).isCloseTo(0.25, within(1e-12));
    assertThat(fine.status()).isEqualTo(Status.CONVERGED);
    Outcome beyond = run(0, groupVsSparse("alg1", "step_size", 0.5, "max_steps", 80));
    assertThat(beyond.status() == Status.DIVERGED || beyond.finalError() > 1).isTrue();
  }

  /** Experiment S1 at a small size. */
  @Test
  void groupsBeatTheNetworkWithoutGroups() {
    Object[] changes = {"loss_scale", 2, "switch_tol", 0.03, "max_steps", 500};
    double groups = median(5, r -> run(r, groupVsSparse("alg2", changes)).finalError());
    double sparse = median(5, r -> run(r, groupVsSparse("u2_sparse", changes)).finalError());
    assertThat(groups).isBetween(0.02, 0.1);
    assertThat(sparse).isGreaterThan(10 * groups);
  }

  /** Experiment S2 at one number of samples. */
  @Test
  void groupsOfFourNeedFewerSamplesThanSingleWeights() {
    Object[] four = groupVsSparse("alg2", "num_samples", 60, "max_steps", 1100);
    Object[] one =
        groupVsSparse(
            "alg2", "num_samples", 60, "group_size", 1, "n_active_groups", 16, "max_steps", 2200);
    long ofFour =
        IntStream.range(0, 4).filter(r -> number(run(r, four), "sq_error_best") < 0.5).count();
    long ofOne =
        IntStream.range(0, 4).filter(r -> number(run(r, one), "sq_error_best") < 0.5).count();
    assertThat(ofFour).isGreaterThanOrEqualTo(ofOne + 2);
  }

  /** Experiment S5: signs are found, the rest overfits in the end. */
  @Test
  void singleWeightsWithSignsAreFoundAndLost() {
    Object[] preset =
        preset(
            "alg1",
            "num_samples",
            80,
            "dimension",
            200,
            "group_size",
            1,
            "n_active_groups",
            5,
            "signal",
            "alternating",
            "signal_value",
            1.0,
            "loss_scale",
            2,
            "step_size",
            0.05,
            "max_steps",
            1000);
    double best = median(7, r -> number(run(r, preset), "sq_error_best"));
    assertThat(best / median(7, r -> number(run(r, preset), "oracle_sq_error")))
        .isBetween(0.5, 1.5);
    assertThat(median(7, r -> run(r, preset).finalError())).isGreaterThan(4 * best);
    assertThat(median(7, r -> number(run(r, preset), "min_norm_sq_error"))).isBetween(2.0, 5.0);
  }

  /** Experiment S6. */
  @Test
  void plainDescentFindsTheDirectionFromZeroAndNeverFromTheWrongOne() {
    Object[] preset =
        groupVsSparse(
            "plain_gd", "loss_scale", 2, "init_scale", 1e-3, "step_size", 0.05, "max_steps", 8000);
    Outcome zero = run(0, preset);
    Outcome wrong = run(0, with(preset, "v_init_scale", -1e-3));
    assertThat(zero.finalError()).isLessThan(2 * number(zero, "oracle_sq_error"));
    assertThat(number(zero, "balance_drift_max")).isLessThan(0.2);
    assertThat(wrong.finalError()).isGreaterThan(16);
    assertThat(measurement(wrong, "growth_step_last")).isNull();
  }

  /** Claim A6: any start of v will do under big steps, the opposite one too. */
  @ParameterizedTest
  @ValueSource(doubles = {1, -1, 0.3})
  void anyStartOfVReachesTheOracle(double scale) {
    Outcome outcome =
        run(2, preset("alg1", "v_init", "random", "v_init_scale", scale, "max_steps", 1500));
    assertThat(number(outcome, "ratio_to_oracle")).isCloseTo(1, within(0.02));
  }

  /** Without noise the error falls to rounding, and the rate is measured. */
  @Test
  void noiselessErrorFallsExponentially() {
    Outcome outcome = run(0, preset("alg1", "noise", 0.0, "num_samples", 400, "max_steps", 1500));
    assertThat(outcome.status()).isEqualTo(Status.CONVERGED);
    assertThat(measurement(outcome, "ratio_to_oracle")).isNull();
    assertThat(outcome.rate().rate()).isCloseTo(outcome.predictedRate(), within(0.06));
  }

  @Test
  void theLastIterateCanBeSelected() {
    Outcome outcome = run(0, preset("alg1", "selection", "last", "max_steps", 100));
    assertThat(measurement(outcome, "iteration_selected")).isEqualTo(100L);
    assertThat(number(outcome, "sq_error_selected")).isEqualTo(outcome.finalError());
  }

  @Test
  void shapesThatDoNotFitAreRefused() {
    assertThatThrownBy(() -> run(0, preset("alg1", "group_size", 7)))
        .hasMessage("Cannot run group-sparsity with group_size: 7 (must divide dimension, 300)");
    assertThatThrownBy(() -> run(0, preset("alg1", "num_samples", 8)))
        .hasMessage(
            "Cannot run group-sparsity with n_active_groups: 3 with group_size 3 (must have at"
                + " most as many weights as dimension, 300, and num_samples, 8)");
    assertThatThrownBy(() -> run(0, preset("alg1", "v_init_scale", 0.0)))
        .hasMessage(
            "Cannot run group-sparsity with v_init_scale: 0.0 with algorithm alg1 (must not be 0,"
                + " which has no direction)");
  }
}
