package io.gradsweep.workers.simulations.kldivergence;

import static io.gradsweep.workers.simulations.kldivergence.Fixture.P0;
import static io.gradsweep.workers.simulations.kldivergence.Fixture.Q;
import static io.gradsweep.workers.simulations.kldivergence.Fixture.SPECTRUM;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Oracles O16 and O17, and what each kind of noise is. Seeds are fixed. */
class TestKlNoise {

  private static final int N = Q.length - 1;
  private static final double LAMBDA_MIN = SPECTRUM[0];

  private static Trial noisy(String optimizer, String chart, double stepSize, Object... values) {
    Object[] all = Arrays.copyOf(values, values.length + 10);
    Object[] more = {
      "time_mode", "discrete",
      "optimizer", optimizer,
      "coordinate_system", chart,
      "step_size", stepSize,
      "simplex_guard", "none"
    };
    System.arraycopy(more, 0, all, values.length, more.length);
    return trial(0, all);
  }

  /**
   * O16. 10 runs of 20000 steps each, of which the last half counts: with a slow mode of
   * contraction 0.98 some 200 correlation times a run, so that 10 % is about five standard errors
   * of the slowest mode alone, and more of the sum.
   */
  @ParameterizedTest
  @CsvSource({
    "natural,  eta,   0.02,                1000,    5.05e-5",
    "gradient, theta, 4.8505374,           1000,    1.3403e-3",
    "gradient, eta,   0.0029881,           1000000, 4.53e-7"
  })
  void minibatchFloorIsTheoryAndThePagesFigure(
      String optimizer, String chart, double stepSize, int batch, double expected) {
    double sum = 0;
    int runs = 10;
    for (int start = 0; start < runs; start++) {
      Trial trial =
          noisy(
              optimizer,
              chart,
              stepSize,
              "noise_model",
              "minibatch",
              "batch_size",
              batch,
              "max_steps",
              20_000);
      Outcome outcome = fromTheOptimum(trial, start);
      assertThat((Double) measurement(outcome, "noise_floor_theory"))
          .isCloseTo(expected, within(0.01 * expected));
      assertThat(outcome.status()).isEqualTo(Status.CONVERGED);
      sum += (Double) measurement(outcome, "noise_floor");
    }
    assertThat(sum / runs).isCloseTo(expected, within(0.1 * expected));
  }

  private static Outcome fromTheOptimum(Trial trial, long seed) {
    Settings settings = new Settings(trial.params());
    Noise noise = Noise.of(settings, Q, Streams.ofSweep(seed, "noise"));
    return new Run(settings, TargetDistribution.of(Q, Q), Q, noise, Recorder.none()).runToEnd();
  }

  /** The same recursion under additive noise, in every chart and preconditioned by each method. */
  @ParameterizedTest
  @CsvSource({
    "natural,  eta,   0.1,   1e-3, ''",
    "natural,  theta, 0.1,   1e-4, ''",
    "gradient, theta, 2.0,   1e-3, ''",
    "gradient, eta,   0.002, 1e-2, ''",
    "gradient, eta,   0.05,  1e-3, 2",
    "gradient, theta, 0.05,  1e-3, 2"
  })
  void additiveFloorIsTheory(
      String optimizer, String chart, double stepSize, double sigma, String affine) {
    Object[] values = {"noise_model", "additive", "noise", sigma, "max_steps", 20_000};
    if (!affine.isEmpty()) {
      values = Arrays.copyOf(values, values.length + 2);
      values[values.length - 2] = "affine_scale";
      values[values.length - 1] = Double.parseDouble(affine);
    }
    Trial trial = noisy(optimizer, chart, stepSize, values);
    Settings settings = new Settings(trial.params());
    double sum = 0;
    int runs = 10;
    for (int start = 0; start < runs; start++) {
      double[] near = new double[N + 1];
      for (int i = 0; i <= N; i++) {
        near[i] = Q[i] + 1e-3 * (P0[i] - Q[i]);
      }
      Noise noise = Noise.of(settings, Q, Streams.ofSweep(start, "noise"));
      Dynamics dynamics = new Dynamics(settings, settings.stepSize, Q, near, noise);
      double tail = 0;
      for (int k = 1; k <= 20_000; k++) {
        dynamics.step();
        if (k > 4_000) {
          tail += Fixture.divergence(Q, dynamics.e()) / 16_000;
        }
      }
      sum += tail / runs;
    }
    double theory = Theory.of(settings, TargetDistribution.of(Q, Q)).noiseFloor();
    assertThat(sum).isCloseTo(theory, within(0.1 * theory));
  }

  /** O17: E‖e_k‖² = f^k ‖e_0‖², f = (1-α)² + α²σ²n/3. */
  @Test
  void multiplicativeNoiseContractsInMeanSquareByItsFactor() {
    Trial trial = noisy("natural", "eta", 0.5, "noise_model", "multiplicative", "noise", 0.1);
    Settings settings = new Settings(trial.params());
    double[] e0 = Fixture.deviations(P0, Q);
    double[] mean = new double[4];
    int trials = 20_000;
    RandomStream random = Streams.ofSweep(17, "noise");
    for (int t = 0; t < trials; t++) {
      Dynamics dynamics =
          new Dynamics(settings, settings.stepSize, Q, P0, Noise.of(settings, Q, random));
      for (int k = 1; k <= 3; k++) {
        dynamics.step();
        mean[k] += Simplex.dot(dynamics.e(), dynamics.e(), N) / trials;
      }
    }
    double f = 0.25 + 0.25 * 0.01 * N / 3;
    assertThat(f).isCloseTo(0.25833, within(1e-5));
    for (int k = 1; k <= 3; k++) {
      double expected = Math.pow(f, k) * Simplex.dot(e0, e0, N);
      assertThat(mean[k]).isCloseTo(expected, within(0.05 * expected));
    }
  }

  /** The smallest floor at equal contraction of the slow mode: O16's corollary, 26.5 and 9.0. */
  @Test
  void atEqualContractionTheNaturalGradientHasTheSmallestFloor() {
    double a = 0.02;
    double natural = floor("natural", "eta", a);
    assertThat(natural).isCloseTo(N * a / (2 * 1000 * (2 - a)), within(1e-15));
    assertThat(floor("gradient", "theta", a / LAMBDA_MIN) / natural).isCloseTo(26.5, within(0.05));
    assertThat(floor("gradient", "eta", a * SPECTRUM[9]) / natural).isCloseTo(9.0, within(0.05));
  }

  private static double floor(String optimizer, String chart, double stepSize) {
    Trial trial = noisy(optimizer, chart, stepSize, "noise_model", "minibatch", "batch_size", 1000);
    return Theory.of(new Settings(trial.params()), TargetDistribution.of(Q, Q)).noiseFloor();
  }

  /**
   * Expectation zero and covariance (diag q - qqᵀ)/B of what a mini-batch adds to the deviations.
   */
  @Test
  void aMinibatchIsMultinomial() {
    int batch = 50;
    Trial trial = noisy("natural", "eta", 0.1, "noise_model", "minibatch", "batch_size", batch);
    Noise noise = Noise.of(new Settings(trial.params()), Q, Streams.ofSweep(5, "noise"));
    int draws = 200_000;
    double[] zero = new double[N + 1];
    double[] mean = new double[N + 1];
    double[][] product = new double[N + 1][N + 1];
    for (int d = 0; d < draws; d++) {
      double[] seen = noise.seen(zero);
      assertThat(Arrays.stream(seen).sum()).isCloseTo(0, within(1e-14));
      for (int i = 0; i <= N; i++) {
        mean[i] += seen[i] / draws;
        for (int j = 0; j <= N; j++) {
          product[i][j] += seen[i] * seen[j] / draws;
        }
      }
    }
    for (int i = 0; i <= N; i++) {
      assertThat(mean[i]).isCloseTo(0, within(5 * Math.sqrt(Q[i] / batch / draws)));
      for (int j = 0; j <= N; j++) {
        double expected = ((i == j ? Q[i] : 0) - Q[i] * Q[j]) / batch;
        double error = Math.sqrt(3 * Q[i] * Q[j] / draws) / batch;
        assertThat(product[i][j]).isCloseTo(expected, within(6 * error));
      }
    }
  }

  @Test
  void allSamplesInOneBatchAreTheFullBatch() {
    Trial full = noisy("natural", "eta", 0.3, "num_samples", 1000);
    Trial batch =
        noisy(
            "natural",
            "eta",
            0.3,
            "num_samples",
            1000,
            "noise_model",
            "minibatch",
            "batch_size",
            1000);
    assertThat(run(batch).finalError()).isEqualTo(run(full).finalError());
    assertThat(measurement(run(batch), "noise_floor")).isNull();
  }

  /** Trap 14. */
  @Test
  void noiseThatLeavesTheSimplexIsCountedAndNotAveraged() {
    Outcome outcome =
        run(
            noisy(
                "gradient",
                "eta",
                0.0029881,
                "noise_model",
                "minibatch",
                "batch_size",
                10,
                "max_steps",
                20_000));
    assertThat(outcome.status()).isEqualTo(Status.LEFT_DOMAIN);
    assertThat(outcome.finalError()).isNaN();
    assertThat(measurement(outcome, "noise_floor")).isNull();
  }

  @Test
  void noiseThatContradictsTheRestIsRefused() {
    assertThatThrownBy(() -> run(noisy("natural", "eta", 0.1, "noise", 0.1)))
        .hasMessage("Cannot run kl-divergence with noise: 0.1 with noise_model none (must be 0)");
    assertThatThrownBy(() -> run(noisy("natural", "eta", 0.1, "batch_size", 10)))
        .hasMessage(
            "Cannot run kl-divergence with batch_size: 10 with noise_model none (must be 0)");
    assertThatThrownBy(
            () ->
                run(
                    noisy(
                        "natural",
                        "eta",
                        0.1,
                        "noise_model",
                        "minibatch",
                        "num_samples",
                        10,
                        "batch_size",
                        11)))
        .hasMessage(
            "Cannot run kl-divergence with batch_size: 11 (must be at most num_samples, 10)");
    for (String model : new String[] {"additive", "multiplicative"}) {
      assertThatThrownBy(
              () ->
                  run(
                      noisy(
                          "natural",
                          "eta",
                          0.1,
                          "noise_model",
                          model,
                          "noise",
                          0.1,
                          "affine_scale",
                          2.0)))
          .hasMessageContaining("and affine_scale 2.0 (affine_scale must be null)");
    }
    assertThatThrownBy(
            () ->
                run(
                    trial(
                        0,
                        "time_mode",
                        "flow",
                        "optimizer",
                        "natural",
                        "noise_model",
                        "additive",
                        "noise",
                        0.1)))
        .hasMessage(
            "Cannot run kl-divergence with noise_model: additive with time_mode flow (must be"
                + " none)");
  }
}
