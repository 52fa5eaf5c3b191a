package io.gradsweep.workers.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.gradsweep.results.outcome.RateEstimate;
import io.gradsweep.results.outcome.RateNote;
import io.gradsweep.results.random.RandomStream;
import io.gradsweep.results.random.Streams;
import java.util.function.LongToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TestRateFit {

  private static RateEstimate fit(RateFit fit, long steps, double dt, LongToDoubleFunction error) {
    for (long k = 0; k <= steps; k++) {
      if (fit.wants(k)) {
        fit.add(k * dt, error.applyAsDouble(k));
      }
    }
    return fit.estimate();
  }

  /** Errors that fall, with a jump above the window and one to nothing, in blocks of any length. */
  @ParameterizedTest
  @ValueSource(longs = {40, 600, 5_000})
  void errorsOfManyStepsAtOnceGiveWhatTheyGiveOneByOne(long steps) {
    RandomStream random = Streams.ofSweep(steps, "blocks");
    for (int trial = 0; trial < 50; trial++) {
      long jump = random.nextInt((int) steps);
      long end = trial % 3 == 0 ? random.nextInt((int) steps) : Long.MAX_VALUE;
      double rate = 40 * random.nextDouble() / steps;
      double last = trial % 2 == 0 ? 0 : Double.POSITIVE_INFINITY;
      LongToDoubleFunction error =
          k -> k == jump ? 5 : k >= end ? last : Math.exp(-rate * k) * (1 + 1e-3 * (k % 7));
      RateFit whole = RateFit.whole();
      RateFit window = RateFit.within(1e-9, 1e-2);
      addInBlocks(whole, steps, error, random);
      addInBlocks(window, steps, error, random);
      assertThat(whole.estimate()).isEqualTo(fit(RateFit.whole(), steps, 0.1, error));
      assertThat(window.estimate()).isEqualTo(fit(RateFit.within(1e-9, 1e-2), steps, 0.1, error));
    }
  }

  private static void addInBlocks(
      RateFit fit, long steps, LongToDoubleFunction error, RandomStream random) {
    int by = 3;
    for (long first = 0; first <= steps; ) {
      int count = (int) Math.min(1 + random.nextInt(40), steps + 1 - first);
      double[] errors = new double[2 + by * count];
      for (int i = 0; i < count; i++) {
        errors[2 + by * i] = error.applyAsDouble(first + i);
      }
      fit.addSteps(first, 0.1, errors, 2, by, count);
      first += count;
    }
  }

  @Test
  void anExponentialGivesItsRateExactly() {
    RateEstimate rate = fit(RateFit.whole(), 200, 0.1, k -> Math.exp(-0.3 * k * 0.1));
    assertThat(rate.rate()).isCloseTo(0.3, within(1e-12));
    assertThat(rate.r2()).isCloseTo(1, within(1e-12));
    assertThat(rate.points()).isEqualTo(201);
    assertThat(rate.from()).isZero();
    assertThat(rate.to()).isCloseTo(20, within(1e-12));
  }

  @ParameterizedTest
  @ValueSource(longs = {100, 10_000, 3_000_000})
  void longRunsKeepFewPointsEvenlySpread(long steps) {
    RateEstimate rate = fit(RateFit.whole(), steps, 20.0 / steps, k -> Math.exp(-40.0 * k / steps));
    assertThat(rate.rate()).isCloseTo(2, within(1e-9));
    assertThat(rate.points()).isBetween(100, 512);
    assertThat(rate.to()).isGreaterThan(19.5);
  }

  @Test
  void theWindowIsOneOfErrorLevels() {
    // two slopes: 1 above 1e-6, 3 below; only the second lies in the window
    double bend = Math.log(1e6);
    LongToDoubleFunction error =
        k -> {
          double t = k * 0.01;
          return t < bend ? Math.exp(-t) : 1e-6 * Math.exp(-3 * (t - bend));
        };
    RateEstimate rate = fit(RateFit.within(1e-14, 1e-7), 3_000, 0.01, error);
    assertThat(rate.rate()).isCloseTo(3, within(1e-9));
    assertThat(rate.from()).isGreaterThan(bend);
    assertThat(fit(RateFit.within(1e-14, 1e-7), 100, 0.01, error))
        .isEqualTo(RateEstimate.none(RateNote.WINDOW_NOT_REACHED));
  }

  /** Rounding noise around 1e-16 after the decay: it must not flatten the slope. */
  @Test
  void aFloorOfRoundingNoiseIsNotFitted() {
    RandomStream noise = Streams.ofSweep(1, "floor");
    RateEstimate rate =
        fit(RateFit.whole(), 400, 1, k -> Math.exp(-0.5 * k) + 1e-16 * (0.5 + noise.nextDouble()));
    assertThat(rate.rate()).isCloseTo(0.5, within(0.005));
    assertThat(rate.to()).isLessThan(75);
  }

  @Test
  void aRunThatIsAllFloorHasNoRate() {
    RandomStream noise = Streams.ofSweep(2, "floor");
    assertThat(fit(RateFit.whole(), 400, 1, k -> 1e-16 * (0.5 + noise.nextDouble())))
        .isEqualTo(RateEstimate.none(RateNote.FLOOR));
  }

  /**
   * Gradient noise leaves a floor that wanders: its neighbours are correlated, so that pieces of it
   * look like slopes. No fit is of the floor; of 40, nine in ten are of the decay.
   */
  @Test
  void aFloorOfCorrelatedNoiseIsNotFitted() {
    int fitted = 0;
    for (int run = 0; run < 40; run++) {
      RandomStream noise = Streams.ofSweep(run, "correlated");
      double[] wander = {0};
      RateEstimate rate =
          fit(
              RateFit.whole(),
              4_000,
              1,
              k -> {
                wander[0] = 0.98 * wander[0] + 0.1 * noise.nextGaussian();
                return Math.exp(-0.04 * k) + 1e-4 * Math.exp(wander[0]);
              });
      if (rate.isPresent()) {
        fitted++;
        assertThat(rate.rate()).isCloseTo(0.04, within(0.004));
        assertThat(rate.to()).isLessThan(300);
      }
    }
    assertThat(fitted).isGreaterThanOrEqualTo(36);
  }

  /** A decay of ten steps before a floor of a thousand. */
  @Test
  void aShortDecayBeforeALongFloorHasItsRate() {
    RandomStream noise = Streams.ofSweep(3, "floor");
    RateEstimate rate =
        fit(RateFit.whole(), 500, 1, k -> Math.exp(-1.4 * k) + 1e-6 * (0.5 + noise.nextDouble()));
    assertThat(rate.rate()).isCloseTo(1.4, within(0.05));
    assertThat(rate.to()).isLessThan(11);
  }

  @Test
  void slowDecayIsNotTakenForAFloor() {
    assertThat(fit(RateFit.whole(), 1_000, 1, k -> Math.exp(-1e-7 * k)).rate())
        .isCloseTo(1e-7, within(1e-12));
    // fast, then slow: curvature is the author's to window, not a floor to cut
    RateEstimate rate =
        fit(RateFit.whole(), 500, 1, k -> Math.exp(-1.0 * k) + 1e-3 * Math.exp(-0.01 * k));
    assertThat(rate.to()).isEqualTo(500);
  }

  /** 200 fits; the slope lies within 2 standard errors in about 95 %: below 90 % has P < 1e-3. */
  @Test
  void theStandardErrorCovers() {
    int covered = 0;
    for (int run = 0; run < 200; run++) {
      RandomStream noise = Streams.ofSweep(run, "noise");
      RateEstimate rate =
          fit(RateFit.whole(), 60, 1, k -> Math.exp(-0.2 * k + 0.3 * noise.nextGaussian()));
      covered += Math.abs(rate.rate() - 0.2) < 2 * rate.stderr() ? 1 : 0;
    }
    assertThat(covered).isGreaterThanOrEqualTo(180);
  }

  @Test
  void anErrorThatIsNotPositiveEndsTheWindow() {
    RateEstimate rate = fit(RateFit.whole(), 100, 1, k -> k < 50 ? Math.exp(-k) : 0);
    assertThat(rate.points()).isEqualTo(50);
    assertThat(fit(RateFit.whole(), 100, 1, k -> Double.NaN))
        .isEqualTo(RateEstimate.none(RateNote.WINDOW_NOT_REACHED));
  }

  @Test
  void aWindowWithoutWidthIsRefused() {
    assertThatThrownBy(() -> RateFit.within(1, 1))
        .hasMessage("Cannot fit rate within: 1.0 to 1.0 (must be 0 <= low < high)");
  }
}
