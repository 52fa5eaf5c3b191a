package io.gradsweep.workers.simulations.deepequilibrium;

import static io.gradsweep.workers.simulations.deepequilibrium.Fixture.measurement;
import static io.gradsweep.workers.simulations.deepequilibrium.Fixture.real;
import static io.gradsweep.workers.simulations.deepequilibrium.Fixture.run;
import static io.gradsweep.workers.simulations.deepequilibrium.Fixture.trial;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.gradsweep.results.outcome.Outcome;
import io.gradsweep.results.outcome.Status;
import io.gradsweep.results.random.RandomStream;
import io.gradsweep.workers.numeric.DenseMatrix;
import io.gradsweep.workers.simulations.deepequilibrium.Fixture.Problem;
import io.gradsweep.workers.simulations.deepequilibrium.TrustRegion.Step;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Oracles 9 to 12 of whole runs: the rate bound, the trust region, the optimum, the step limit. */
class TestDeepEquilibrium {

  /** Oracle 9: the bounds hold, in their order, and the flow ends at the rate of its operator. */
  @ParameterizedTest
  @CsvSource({"0.0, 2, 60", "0.2, 2, 60", "0.5, 2, 60", "0.8, 2, 60", "0.8, 10, 60", "0.5, 2, 6"})
  void flowIsAtLeastAsFastAsEveryBound(double gamma, int outputs, int n) {
    Outcome outcome =
        run(
            1,
            "gamma",
            gamma,
            "width",
            8,
            "output_dimension",
            outputs,
            "num_samples",
            n,
            "noise",
            0.3,
            "integrator",
            "rk4",
            "step_size",
            0.01,
            "horizon",
            400.0,
            "track_operator",
            true,
            "track_every",
            20,
            "tolerance",
            1e-24,
            "rate_window_low",
            1e-23,
            "rate_window_high",
            1e-16);
    assertThat(outcome.status()).isEqualTo(Status.CONVERGED);
    assertThat(outcome.reason()).isEmpty();
    assertThat(measurement(outcome, "bound_holds")).isEqualTo(true);
    assertThat(measurement(outcome, "worst_bound_holds")).isEqualTo(true);
    double bound = real(outcome, "rate_bound");
    assertThat(real(outcome, "rate_bound_u")).isLessThanOrEqualTo(bound * (1 + 1e-9));
    assertThat(real(outcome, "rate_bound_worst"))
        .isLessThanOrEqualTo(real(outcome, "rate_bound_u") * (1 + 1e-9));
    assertThat(real(outcome, "rate_min_instant")).isGreaterThanOrEqualTo(bound * (1 - 1e-9));
    assertThat(outcome.rate().rate()).isGreaterThanOrEqualTo(bound);
    assertThat(outcome.rate().rate())
        .isCloseTo(outcome.predictedRate(), within(0.02 * outcome.predictedRate()));
  }

  /** Runge-Kutta at half the step moves what it found by far less than it found. */
  @Test
  void flowDoesNotDependOnItsTimeStep() {
    double[] gaps = new double[2];
    for (int i = 0; i < 2; i++) {
      gaps[i] =
          run(
                  2,
                  "gamma",
                  0.8,
                  "width",
                  8,
                  "integrator",
                  "rk4",
                  "horizon",
                  2.0,
                  "step_size",
                  0.01 / (1 + i))
              .finalError();
    }
    assertThat(gaps[1]).isCloseTo(gaps[0], within(1e-6 * gaps[0]));
  }

  /** Bounds by the path's own κ, for losses without a global one. */
  @ParameterizedTest
  @CsvSource({"logistic, 1", "cross_entropy, 3"})
  void boundHoldsForClassificationByTheRatioOfThePath(String loss, int outputs) {
    Outcome outcome =
        run(
            3,
            "loss",
            loss,
            "output_dimension",
            outputs,
            "teacher",
            "noise_labels",
            "width",
            4,
            "num_samples",
            80,
            "gamma",
            0.6,
            "integrator",
            "rk4",
            "horizon",
            40.0,
            "track_operator",
            true);
    assertThat(measurement(outcome, "separable")).isEqualTo(false);
    assertThat(measurement(outcome, "bound_holds")).isEqualTo(true);
    assertThat(real(outcome, "kappa")).isPositive();
    assertThat(outcome.finalError()).isLessThan(1e-2);
  }

  /** Oracle 10, at the start and along the flow. */
  @ParameterizedTest
  @CsvSource({
    "squared, 0.1",
    "squared, 0.5",
    "squared, 0.9",
    "logistic, 0.1",
    "logistic, 0.5",
    "logistic, 0.9"
  })
  void flowIsATrustRegionStep(String loss, double fraction) {
    Outcome outcome =
        run(
            4,
            "loss",
            loss,
            "width",
            10,
            "num_samples",
            30,
            "teacher",
            "noise_labels",
            "integrator",
            "rk4",
            "horizon",
            0.2,
            "step_size",
            0.01,
            "trust_region_fraction",
            fraction);
    assertThat(real(outcome, "trust_region_difference")).isLessThan(1e-12);
    assertThat(real(outcome, "trust_region_multiplier_error")).isLessThan(1e-12);
  }

  /** Oracle 10: no random feasible point is better. */
  @Test
  void noFeasiblePointIsBetterThanTheFlow() {
    Problem p = Problem.draw(5, "width", 6, "num_samples", 20, "noise", 0.5);
    p.evaluate();
    Step step = TrustRegion.step(p.implicit(), p.objective(), p.gradient(), 0.5);
    double best = step.problem().value(step.v());
    double radius = step.problem().norm(step.v());
    RandomStream random = Fixture.random(5);
    for (int k = 0; k < 2000; k++) {
      double[] other = new double[6];
      for (int i = 0; i < 6; i++) {
        other[i] = random.nextGaussian();
      }
      double scale = radius * Math.pow(random.nextDouble(), 1.0 / 6) / step.problem().norm(other);
      for (int i = 0; i < 6; i++) {
        other[i] *= scale;
      }
      assertThat(step.problem().value(other)).isGreaterThanOrEqualTo(best);
    }
  }

  /** Oracle 11: logistic, not separable; the implicit layer finds Newton's optimum. */
  @Test
  void implicitLayerReachesTheOptimumOfTheLinearModel() {
    Outcome outcome =
        run(
            6,
            "loss",
            "logistic",
            "teacher",
            "noise_labels",
            "width",
            8,
            "num_samples",
            100,
            "gamma",
            0.6,
            "step_size",
            0.2,
            "max_steps",
            1000,
            "tolerance",
            0.0);
    assertThat(measurement(outcome, "separable")).isEqualTo(false);
    assertThat(outcome.finalError()).isLessThan(1e-10);
    assertThat(real(outcome, "weight_distance_to_optimum")).isLessThan(1e-5);
    assertThat(real(outcome, "initial_loss")).isGreaterThan(real(outcome, "loss_optimal") + 0.1);
  }

  /** Newton's optimum has no gradient, in the whole of W. */
  @ParameterizedTest
  @CsvSource({"logistic, 1", "cross_entropy, 4"})
  void newtonsOptimumHasNoGradient(String loss, int outputs) {
    Problem p =
        Problem.draw(
            7,
            "loss",
            loss,
            "output_dimension",
            outputs,
            "teacher",
            "noise_labels",
            "width",
            5,
            "num_samples",
            90,
            "num_test_samples",
            0);
    DenseMatrix g = new DenseMatrix(outputs, 5);
    assertThat(p.objective().excess(p.objective().optimum().orElseThrow(), g)).isLessThan(1e-14);
    assertThat(Fixture.entries(g)).containsExactly(new double[5 * outputs], within(1e-12));
  }

  /** If classes can be separated there is no optimum to be near, and the infimum is zero. */
  @ParameterizedTest
  @CsvSource({"20, 40", "200, 4"})
  void separableClassesHaveNoOptimum(int n, int m) {
    Outcome outcome =
        run(8, "loss", "logistic", "num_samples", n, "width", m, "step_size", 0.05, "max_steps", 9);
    assertThat(measurement(outcome, "separable")).isEqualTo(true);
    assertThat(real(outcome, "loss_optimal")).isZero();
    assertThat(measurement(outcome, "weight_distance_to_optimum")).isNull();
    assertThat(outcome.finalError()).isEqualTo(outcome.finalLoss());
  }

  /** Oracle 12. */
  @ParameterizedTest
  @ValueSource(doubles = {0, 0.5, 0.8, 0.9, 0.95, 0.99})
  void descentIsMonotoneAtHalfTheLimitAndNotAtTwice(double gamma) {
    Object[] common = {
      "gamma",
      gamma,
      "init",
      "uniform_zero",
      "step_size_scale",
      "limit",
      "max_steps",
      200,
      "step_size",
      0.5,
      "noise",
      0.3
    };
    assertThat(measurement(run(9, common), "loss_increases")).isEqualTo(0L);
    common[9] = 2.0;
    assertThat((Long) measurement(run(9, common), "loss_increases")).isPositive();
  }

  /** Oracle 12, the limit's own figure: γ = 0 to 0.95 in the page's table, n = 60, m = 20. */
  @Test
  void limitFallsAsTheSquareOfOneMinusGamma() {
    double[] gammas = {0, 0.5, 0.8, 0.9, 0.95};
    double[] page = {0.854, 0.425, 0.0740, 0.0187, 0.0047};
    for (int i = 0; i < gammas.length; i++) {
      double sum = 0;
      for (long r = 0; r < 10; r++) {
        Outcome outcome =
            run(
                r,
                "gamma",
                gammas[i],
                "init",
                "uniform_zero",
                "max_steps",
                0,
                "step_size_scale",
                "limit",
                "step_size",
                1.0);
        sum += real(outcome, "step_size_limit") / 10;
      }
      assertThat(sum).isCloseTo(page[i], within(0.25 * page[i]));
    }
  }

  /** Narrower than the outputs, narrower than the samples: still the optimum. */
  @Test
  void narrowLayersReachTheOptimumToo() {
    Outcome outcome =
        run(
            10,
            "width",
            3,
            "output_dimension",
            10,
            "num_samples",
            60,
            "noise",
            0.3,
            "step_size",
            0.2,
            "step_size_scale",
            "limit",
            "max_steps",
            100_000);
    assertThat(outcome.status()).isEqualTo(Status.CONVERGED);
    assertThat(outcome.steps()).isEqualTo(outcome.stepsToTarget().orElseThrow());
  }

  @Test
  void testErrorIsTheTeachersDistance() {
    Outcome outcome = run(11, "width", 8, "step_size", 0.02, "gamma", 0.5, "max_steps", 20_000);
    assertThat(outcome.status()).isEqualTo(Status.CONVERGED);
    assertThat(real(outcome, "test_error")).isLessThan(1e-7);
  }

  @Test
  void explicitNetworkLearnsAndIsMeasuredOnTheTestSet() {
    Outcome outcome =
        run(12, "model", "dnn_relu", "width", 16, "max_steps", 500, "step_size", 0.05);
    assertThat(outcome.finalLoss()).isLessThan(0.2 * real(outcome, "initial_loss"));
    assertThat(real(outcome, "test_error")).isBetween(0.0, 2.0);
    assertThat(measurement(outcome, "loss_optimal")).isNull();
  }

  @Test
  void classesAreCounted() {
    Outcome outcome =
        run(
            13,
            "loss",
            "cross_entropy",
            "output_dimension",
            3,
            "width",
            6,
            "num_samples",
            300,
            "gamma",
            0.5,
            "step_size",
            0.2,
            "max_steps",
            2000);
    assertThat(real(outcome, "train_accuracy")).isGreaterThan(0.9);
    assertThat(real(outcome, "test_accuracy")).isBetween(0.8, 1.0);
  }

  @Test
  void tooLargeStepsDivergeAndSayWhatTheyBroke() {
    Outcome outcome =
        run(
            14,
            "init",
            "uniform_zero",
            "step_size_scale",
            "limit",
            "step_size",
            4.0,
            "max_steps",
            10_000);
    assertThat(outcome.status()).isEqualTo(Status.DIVERGED);
    Outcome rising =
        run(
            14,
            "init",
            "uniform_zero",
            "step_size_scale",
            "limit",
            "step_size",
            2.5,
            "max_steps",
            30,
            "track_every",
            1);
    assertThat(rising.reason()).hasValue("discretisation");
  }

  /** Arms are compared on common random numbers. */
  @Test
  void dataAndStartAreTheSameForAllGammasAndModels() {
    double[] losses =
        Arrays.stream(new double[] {0.3, 0.8})
            .map(gamma -> real(run(15, "gamma", gamma, "max_steps", 0), "loss_optimal"))
            .toArray();
    assertThat(losses[0]).isEqualTo(losses[1]);
    assertThat(real(run(15, "gamma", 0.8, "max_steps", 0), "initial_loss"))
        .isCloseTo(
            real(run(15, "gamma", 0.8, "max_steps", 0, "model", "linear"), "initial_loss"),
            within(1e-12));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "loss | logistic | output_dimension: 2 with loss logistic (must be 1)",
        "model | dnn_relu | track_operator: true with model dnn_relu (must be deq_linear or linear)"
      })
  void combinationsThatMakeNoSenseAreRefused(String name, String value, String message) {
    assertThatThrownBy(
            () ->
                new Settings(
                    trial(0, name, value, "output_dimension", 2, "track_operator", true).params()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Cannot run deep-equilibrium with " + message);
  }

  @Test
  void operatorsTooLargeToTrackAreRefused() {
    assertThatThrownBy(
            () -> Fixture.settings("width", 50, "output_dimension", 10, "track_operator", true))
        .hasMessage(
            "Cannot run deep-equilibrium with track_operator: true with width 50 and"
                + " output_dimension 10 (their product must be at most 256)");
  }
}
