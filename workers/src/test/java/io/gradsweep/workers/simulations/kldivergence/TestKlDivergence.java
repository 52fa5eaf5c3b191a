package io.gradsweep.workers.simulations.kldivergence;

import static io.gradsweep.workers.simulations.kldivergence.Fixture.P0;
import static io.gradsweep.workers.simulations.kldivergence.Fixture.Q;
import static io.gradsweep.workers.simulations.kldivergence.Fixture.measurement;
import static io.gradsweep.workers.simulations.kldivergence.Fixture.run;
import static io.gradsweep.workers.simulations.kldivergence.Fixture.trial;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.gradsweep.results.outcome.Outcome;
import io.gradsweep.results.outcome.Status;
import io.gradsweep.results.random.RandomStream;
import io.gradsweep.results.random.Streams;
import io.gradsweep.results.trial.Trial;
import io.gradsweep.workers.api.Recorder;
import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Oracles O3 to O6, O9 to O14 and O19 of the flows and descents, and the authors' problem. */
class TestKlDivergence {

  private static Trial discrete(String optimizer, String chart, double stepSize) {
    return trial(
        0,
        "time_mode",
        "discrete",
        "optimizer",
        optimizer,
        "coordinate_system",
        chart,
        "step_size",
        stepSize,
        "simplex_guard",
        "none");
  }

  @Test
  void theTwisterGivesTheAuthorsTargetAndStart() {
    Trial trial = discrete("natural", "eta", 1.0);
    TargetDistribution.TargetSource source =
        new TargetDistribution.TargetSource(trial, new Settings(trial.params()), Streams.of(trial));
    assertThat(new MersenneTwister(18).getAsDouble()).isEqualTo(0.6503742417395917);
    assertThat(source.target().q()).containsExactly(Q, within(1e-16));
    assertThat(source.start()).containsExactly(P0, within(1e-16));
  }

  /** By inversion, on the 1000 uniforms after the target and the authors' 100 starts. */
  @Test
  void theAuthorsSamplesHaveTheirCounts() {
    Trial trial =
        trial(
            0,
            "time_mode",
            "discrete",
            "optimizer",
            "natural",
            "step_size",
            1.0,
            "num_samples",
            1000);
    TargetDistribution target =
        new TargetDistribution.TargetSource(trial, new Settings(trial.params()), Streams.of(trial))
            .target();
    int[] counts =
        Arrays.stream(target.empirical()).mapToInt(x -> (int) Math.round(1000 * x)).toArray();
    assertThat(counts).containsExactly(107, 85, 137, 23, 132, 117, 131, 134, 40, 3, 91);
    assertThat(target.entropy()).isCloseTo(2.2259787, within(1e-7));
  }

  /** O3. */
  @ParameterizedTest
  @CsvSource({"0.3", "1.0", "1.9"})
  void naturalStepsInEtaShrinkDeviationsGeometrically(double alpha) {
    Dynamics dynamics = Fixture.dynamics(discrete("natural", "eta", alpha), Q, P0);
    double[] start = dynamics.e().clone();
    for (int k = 1; k <= 50; k++) {
      dynamics.step();
      double factor = Math.pow(1 - alpha, k);
      for (int i = 0; i < Q.length - 1; i++) {
        assertThat(dynamics.e()[i]).isCloseTo(factor * start[i], within(1e-13));
      }
    }
  }

  /** O4. */
  @Test
  void oneNaturalStepOfOneIsExact() {
    Outcome outcome =
        run(
            0,
            "time_mode",
            "discrete",
            "optimizer",
            "natural",
            "step_size",
            1.0,
            "max_steps",
            1,
            "simplex_guard",
            "none");
    assertThat(outcome.finalError()).isLessThan(1e-15);
    assertThat(outcome.predictedRate()).isNaN();
  }

  /** O5. */
  @Test
  void naturalStepsConvergeBelowTwoOscillateAtTwoAndLeaveTheSimplexBeyond() {
    assertThat(run(discrete("natural", "eta", 0.5)).status()).isEqualTo(Status.CONVERGED);
    Dynamics below = Fixture.dynamics(discrete("natural", "eta", 1.9), Q, P0);
    for (int k = 0; k < 400; k++) {
      below.step();
    }
    assertThat(Fixture.divergence(Q, below.e())).isLessThan(1e-30);
    Dynamics atTwo = Fixture.dynamics(discrete("natural", "eta", 2.0), Q, P0);
    double[] start = atTwo.e().clone();
    for (int k = 1; k <= 50; k++) {
      atTwo.step();
      assertThat(Math.abs(atTwo.e()[2])).isCloseTo(Math.abs(start[2]), within(1e-13));
    }
    Outcome beyond = run(discrete("natural", "eta", 2.1));
    assertThat(beyond.status()).isEqualTo(Status.LEFT_DOMAIN);
    assertThat((Double) measurement(beyond, "min_probability_seen")).isNegative();
  }

  /** O6: dL/dt along the natural flow by a central difference, against -χ²(q‖p). */
  @Test
  void naturalFlowDissipatesChiSquare() {
    double h = 1e-6;
    double[] e = Fixture.deviations(P0, Q);
    double forward = Fixture.divergence(Q, scaled(e, Math.exp(-h)));
    double backward = Fixture.divergence(Q, scaled(e, Math.exp(h)));
    double chiSquare = Simplex.chiSquare(e, P0);
    assertThat((forward - backward) / (2 * h)).isCloseTo(-chiSquare, within(1e-8 * chiSquare));
    Trial flow = trial(0, "time_mode", "flow", "optimizer", "natural");
    assertThat(Fixture.dynamics(flow, Q, P0).dissipation())
        .isCloseTo(chiSquare, within(1e-12 * chiSquare));
  }

  private static double[] scaled(double[] e, double factor) {
    return Arrays.stream(e).map(x -> factor * x).toArray();
  }

  private static Outcome flow(long start, Object... values) {
    Object[] all = Arrays.copyOf(values, values.length + 4);
    all[values.length] = "time_mode";
    all[values.length + 1] = "flow";
    all[values.length + 2] = "integrator";
    all[values.length + 3] = "rk4";
    return run(start, all);
  }

  /** O9. */
  @Test
  void naturalFlowHasRateTwoFromEveryStart() {
    for (int start = 0; start < 10; start++) {
      Outcome outcome =
          flow(start, "optimizer", "natural", "time_step", 0.01, "horizon", 40.0, "stop_kl", 1e-15);
      assertThat(outcome.rate().rate()).isCloseTo(2, within(1e-3));
      assertThat(outcome.predictedRate()).isEqualTo(2);
      assertThat(outcome.status()).isEqualTo(Status.CONVERGED);
    }
  }

  /** O10. */
  @Test
  void gradientFlowInThetaHasTwiceTheSmallestEigenvalue() {
    for (int start = 0; start < 10; start++) {
      Outcome outcome =
          flow(
              start,
              "optimizer",
              "gradient",
              "coordinate_system",
              "theta",
              "time_step",
              1.0,
              "horizon",
              20_000.0,
              "stop_kl",
              1e-15);
      assertThat(outcome.rate().rate()).isCloseTo(0.0082465, within(0.01 * 0.0082465));
      assertThat(outcome.predictedRate()).isCloseTo(0.0082465, within(1e-7));
    }
  }

  /** O11: the modes lie close together, so only a deep window is asymptotic. */
  @Test
  void gradientFlowInEtaHasTwoOverTheLargestEigenvalueInTheDeepTail() {
    double[] rates =
        IntStream.range(0, 10)
            .mapToDouble(
                start ->
                    flow(
                            start,
                            "optimizer",
                            "gradient",
                            "time_step",
                            1e-4,
                            "horizon",
                            40.0,
                            "stop_kl",
                            1e-21,
                            "rate_window_low",
                            1e-20,
                            "rate_window_high",
                            1e-14)
                        .rate()
                        .rate())
            .sorted()
            .toArray();
    assertThat((rates[4] + rates[5]) / 2).isCloseTo(13.3864, within(0.01 * 13.3864));
  }

  /** O12. */
  @ParameterizedTest
  @CsvSource({
    "0.25, eta, 0.5",
    "1, eta, 2",
    "4, eta, 8",
    "0.25, theta, 8",
    "1, theta, 2",
    "4, theta, 0.5"
  })
  void anAffineChangeOfTheChartMovesTheRate(double c, String chart, double rate) {
    Outcome outcome =
        flow(
            0,
            "optimizer",
            "gradient",
            "coordinate_system",
            chart,
            "affine_scale",
            c,
            "time_step",
            1e-3,
            "horizon",
            200.0,
            "stop_kl",
            1e-10,
            "rate_window_low",
            1e-10,
            "rate_window_high",
            1e-6);
    assertThat(outcome.rate().rate()).isCloseTo(rate, within(0.01 * rate));
    assertThat(outcome.predictedRate()).isCloseTo(rate, within(1e-12));
  }

  /** O13: the natural step in x = A η + b, seen from η again, is the natural step in η. */
  @Test
  void naturalStepsDoNotSeeAffineCharts() {
    int n = 4;
    RandomStream random = Streams.ofSweep(3, "affine");
    double[] q = Fixture.point(random, n);
    double[] p = Fixture.point(random, n);
    double[][] a = new double[n][n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        a[i][j] = (i == j ? 3 : 0) + random.nextDouble();
      }
    }
    Trial trial =
        trial(
            0,
            "time_mode",
            "discrete",
            "optimizer",
            "natural",
            "step_size",
            0.3,
            "simplex_guard",
            "none",
            "dimension",
            n);
    Dynamics dynamics = Fixture.dynamics(trial, q, p);
    double[] x = times(a, Fixture.deviations(p, q)); // A (η - η_q): the offset b cancels
    for (int k = 0; k < 30; k++) {
      dynamics.step();
      // metric in x is A⁻ᵀ G⁻¹ A⁻¹, gradient A⁻ᵀ g: the step is -α A G g = -α A e = -α x
      x = scaled(x, 1 - 0.3);
      double[] seen = times(a, dynamics.e());
      for (int i = 0; i < n; i++) {
        assertThat(seen[i]).isCloseTo(x[i], within(1e-12));
      }
    }
  }

  private static double[] times(double[][] a, double[] x) {
    return Arrays.stream(a)
        .mapToDouble(row -> IntStream.range(0, row.length).mapToDouble(j -> row[j] * x[j]).sum())
        .toArray();
  }

  /** O14: at α* = 2/(μ_min + μ_max) both charts contract by (κ-1)/(κ+1) a step. */
  @ParameterizedTest
  @CsvSource({"eta", "theta"})
  void bestFixedStepContractsAlikeInBothCharts(String chart) {
    double min = Fixture.SPECTRUM[0];
    double max = Fixture.SPECTRUM[9];
    double alpha = chart.equals("theta") ? 2 / (min + max) : 2 / (1 / max + 1 / min);
    double[] near = new double[Q.length];
    for (int i = 0; i < Q.length; i++) {
      near[i] = Q[i] + 1e-4 * (P0[i] - Q[i]);
    }
    Dynamics dynamics = Fixture.dynamics(discrete("gradient", chart, alpha), Q, near);
    for (int k = 0; k < 200; k++) {
      dynamics.step();
    }
    // two steps, since the fastest mode changes its sign at each
    double before = Math.sqrt(Fixture.divergence(Q, dynamics.e()));
    dynamics.step();
    dynamics.step();
    double factor = Math.sqrt(Math.sqrt(Fixture.divergence(Q, dynamics.e())) / before);
    assertThat(factor).isCloseTo(0.946287, within(1e-3));
    assertThat((Double) measurement(run(discrete("gradient", chart, alpha)), "contraction_theory"))
        .isCloseTo(0.946287, within(1e-6));
  }

  /** The step that a chart's Hessian allows, without knowing the Hessian. */
  @ParameterizedTest
  @CsvSource({
    "gradient, theta, slowest_mode, 4.850537517",
    "gradient, eta, slowest_mode, 0.02988107399",
    "gradient, theta, best_fixed, 2.605377343",
    "natural, eta, best_fixed, 0.2",
    "gradient, theta, equal_contraction, 2.605377343",
    "natural, eta, equal_contraction, 0.010742633508"
  })
  void aStepSizeCanBeAMultipleOfTheHessians(
      String optimizer, String chart, String scale, double expected) {
    Outcome outcome =
        run(
            0,
            "time_mode",
            "discrete",
            "optimizer",
            optimizer,
            "coordinate_system",
            chart,
            "step_size",
            !scale.equals("slowest_mode") ? 0.2 : chart.equals("eta") ? 0.2 : 0.02,
            "step_size_scale",
            scale);
    assertThat((Double) measurement(outcome, "effective_step_size"))
        .isCloseTo(expected, within(1e-6 * expected));
  }

  /** O19. */
  @ParameterizedTest
  @CsvSource({"gradient, eta", "gradient, theta", "natural, eta", "natural, theta"})
  void theOptimumIsAFixedPoint(String optimizer, String chart) {
    Dynamics dynamics = Fixture.dynamics(discrete(optimizer, chart, 0.001), Q, Q);
    for (int k = 0; k < 10; k++) {
      assertThat(Fixture.divergence(Q, dynamics.e())).isCloseTo(0, within(1e-15));
      assertThat(dynamics.gradientNorm()).isCloseTo(0, within(1e-13));
      dynamics.step();
    }
    Trial trial = discrete(optimizer, chart, 0.001);
    Outcome outcome =
        new Run(
                new Settings(trial.params()),
                TargetDistribution.of(Q, Q),
                Q,
                Noise.NONE,
                Recorder.none())
            .runToEnd();
    assertThat(outcome.status()).isEqualTo(Status.CONVERGED);
    assertThat(measurement(outcome, "convergence_iteration")).isEqualTo(1L);
    assertThat(outcome.stepsToTarget()).hasValue(0);
  }

  /** S1's ordering, from every start of the authors' problem. */
  @Test
  void flowsAreOrderedOnTheAuthorsWindow() {
    for (int start = 0; start < 10; start++) {
      double natural = wholeRun(flow(start, "optimizer", "natural", "time_step", 0.01));
      double eta = wholeRun(flow(start, "optimizer", "gradient", "time_step", 1e-4));
      double theta =
          wholeRun(
              flow(start, "optimizer", "gradient", "coordinate_system", "theta", "time_step", 0.1));
      assertThat(natural).isBetween(1.5, 1.95);
      assertThat(eta).isGreaterThan(12.94);
      assertThat(theta).isLessThan(0.309);
    }
  }

  private static double wholeRun(Outcome outcome) {
    return (Double) measurement(outcome, "rate_whole_run");
  }

  @Test
  void theGuardKeepsTheIterateInsideAndIsCounted() {
    Outcome outcome = run(0, "time_mode", "discrete", "optimizer", "natural", "step_size", 2.5);
    assertThat((Long) measurement(outcome, "guard_activations")).isPositive();
    assertThat((Double) measurement(outcome, "min_probability_seen")).isPositive();
    assertThat(outcome.status()).isEqualTo(Status.NOT_CONVERGED);
  }

  @Test
  void aStepOfZeroDoesNotConverge() {
    Outcome outcome = run(discrete("natural", "eta", 0.0));
    assertThat(outcome.status()).isEqualTo(Status.NOT_CONVERGED);
    assertThat(outcome.steps()).isEqualTo(100);
    assertThat(outcome.stepsToTarget()).isEmpty();
  }

  @Test
  void parametersThatContradictEachOtherAreRefused() {
    assertThatThrownBy(() -> run(0, "time_mode", "discrete", "optimizer", "natural"))
        .hasMessage(
            "Cannot run kl-divergence with step_size: null (must be set if time_mode is"
                + " discrete)");
    assertThatThrownBy(
            () -> run(0, "time_mode", "flow", "optimizer", "gradient", "integrator", "exact"))
        .hasMessageContaining("integrator: exact (must be euler or rk4");
  }

  private static Trial empty(Object... values) {
    Object[] all = Arrays.copyOf(values, values.length + 2);
    all[values.length] = "num_samples";
    all[values.length + 1] = 20;
    return trial(1, all);
  }

  /**
   * Categories without a sample put the optimum on the boundary: the loss is linear there, the
   * natural flow has rate 1 instead of 2, and the theory of a quadratic loss says nothing.
   */
  @Test
  void anOptimumOnTheBoundaryHasNoLinearTheory() {
    Trial trial =
        empty(
            "time_mode",
            "flow",
            "optimizer",
            "natural",
            "integrator",
            "exact",
            "time_step",
            0.01,
            "horizon",
            60.0,
            "stop_kl",
            0.0);
    TargetDistribution target =
        new TargetDistribution.TargetSource(trial, new Settings(trial.params()), Streams.of(trial))
            .target();
    assertThat(Simplex.min(target.empirical())).isZero();
    Outcome outcome = run(trial);
    assertThat(outcome.status()).isEqualTo(Status.CONVERGED);
    assertThat(outcome.finalError()).isFinite();
    assertThat(outcome.predictedRate()).isNaN();
    assertThat(outcome.rate().rate()).isCloseTo(1, within(1e-3));
    assertThat((Double) measurement(outcome, "lambda_min")).isNotNegative();
    assertThat(measurement(outcome, "condition_number")).isNull();
    for (String scale : new String[] {"slowest_mode", "best_fixed", "equal_contraction"}) {
      assertThatThrownBy(
              () ->
                  run(
                      empty(
                          "time_mode",
                          "discrete",
                          "optimizer",
                          "gradient",
                          "step_size",
                          0.1,
                          "step_size_scale",
                          scale)))
          .hasMessage(
              "Cannot run kl-divergence with step_size_scale: %s (every category must have a sample)"
                  .formatted(scale));
    }
  }

  /** KL(q‖p) where p underflows against q: q (ln q - ln p), and not infinity. */
  @Test
  void probabilitiesFarBelowTheTargetKeepTheirLogarithm() {
    double[] q = {0.5, 0.5};
    double[] p = {1e-30, 1};
    double expected = 0.5 * Math.log(0.5 / 1e-30) + 0.5 * Math.log(0.5);
    assertThat(Simplex.divergence(q, new double[] {-0.5, 0.5}, p))
        .isCloseTo(expected, within(1e-14 * expected));
  }

  @Test
  void theAuthorsProblemIsTheirsAlone() {
    assertThatThrownBy(
            () -> run(0, "time_mode", "flow", "optimizer", "natural", "distribution", "dirichlet"))
        .hasMessageContaining("distribution: dirichlet with random_source mt19937");
    assertThatThrownBy(
            () ->
                run(
                    100,
                    "time_mode",
                    "discrete",
                    "optimizer",
                    "natural",
                    "step_size",
                    0.1,
                    "num_samples",
                    1000))
        .hasMessageContaining("replicate: 100 (must be below 100, the authors' starts)");
  }

  @Test
  void aFlowEndsAtItsHorizonWhateverItsBudget() {
    Outcome outcome =
        flow(0, "optimizer", "natural", "time_step", 0.1, "horizon", 1.0, "max_steps", 500);
    assertThat(outcome.steps()).isEqualTo(10);
  }

  /**
   * Weights that all underflow were taken as equal, in a quarter of these; a share between 0.001
   * and 0.999 has probability 0.007 each, so that ten of 200 come once in a million seeds.
   */
  @Test
  void aTinyConcentrationPutsAllOnOneCategory() {
    long shared =
        LongStream.range(0, 200)
            .mapToObj(
                replicate ->
                    Fixture.trial(
                        replicate,
                        "optimizer",
                        "natural",
                        "time_mode",
                        "flow",
                        "coordinate_system",
                        "eta",
                        "random_source",
                        "own",
                        "target",
                        "per_replicate",
                        "distribution",
                        "dirichlet",
                        "concentration",
                        0.001,
                        "dimension",
                        1))
            .map(
                trial ->
                    new TargetDistribution.TargetSource(
                            trial, new Settings(trial.params()), Streams.of(trial))
                        .target()
                        .q())
            .filter(q -> Math.min(q[0], q[1]) > 0.001)
            .count();
    assertThat(shared).isLessThan(10);
  }
}
