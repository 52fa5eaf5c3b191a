package io.gradsweep.results.summary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The mergeable summaries against oracle/summaries.csv, which summaries.py beside it prints. */
class TestSummaries {

  private static final double[] SAMPLE =
      lines("summaries-sample.txt").stream().mapToDouble(Double::parseDouble).toArray();

  /** Student's quantile 0.975 with 39 degrees of freedom, as in the script. */
  private static final double T = 2.022690920036761;

  private static List<String> lines(String name) {
    try (InputStream in = TestSummaries.class.getResourceAsStream("/oracle/" + name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static double[] expected(String name) {
    return lines("summaries.csv").stream()
        .map(line -> line.split(","))
        .filter(cells -> cells[0].equals(name))
        .flatMapToDouble(cells -> Arrays.stream(cells).skip(1).mapToDouble(Double::parseDouble))
        .toArray();
  }

  private static Moments moments(int from, int to) {
    Moments moments = new Moments();
    Arrays.stream(SAMPLE, from, to).forEach(moments::add);
    return moments;
  }

  private static LogMoments logMoments(int from, int to) {
    LogMoments moments = new LogMoments();
    Arrays.stream(SAMPLE, from, to).forEach(moments::add);
    return moments;
  }

  /** A run succeeds where its value is below 2, as in the script. */
  private static RunningTime runningTime(int from, int to) {
    RunningTime time = new RunningTime();
    Arrays.stream(SAMPLE, from, to).forEach(x -> time.add(x, x < 2));
    return time;
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 17, 20, 39, 40})
  void cuttingTheSampleAnywhereChangesNothing(int cut) {
    Moments moments = moments(0, cut);
    moments.merge(moments(cut, 40));
    assertThat(moments.n()).isEqualTo(40);
    assertThat(moments.mean()).isCloseTo(expected("mean")[0], withinPercentage(1e-12));
    assertThat(moments.variance()).isCloseTo(expected("variance")[0], withinPercentage(1e-12));
    LogMoments logs = logMoments(0, cut);
    logs.merge(logMoments(cut, 40));
    assertThat(logs.geometricMean())
        .isCloseTo(expected("geometric_mean")[0], withinPercentage(1e-12));
    assertThat(logs.logs().variance())
        .isCloseTo(expected("log_variance")[0], withinPercentage(1e-12));
    RunningTime time = runningTime(0, cut);
    time.merge(runningTime(cut, 40));
    assertThat(time.expected())
        .isCloseTo(expected("expected_running_time")[0], withinPercentage(1e-12));
    Interval interval = time.fieller(T).orElseThrow();
    assertThat(interval.low()).isCloseTo(expected("fieller")[0], withinPercentage(1e-10));
    assertThat(interval.high()).isCloseTo(expected("fieller")[1], withinPercentage(1e-10));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 17, 20, 39})
  void eitherHalfMayTakeInTheOther(int cut) {
    Moments left = moments(0, cut);
    left.merge(moments(cut, 40));
    Moments right = moments(cut, 40);
    right.merge(moments(0, cut));
    assertThat(left.mean()).isCloseTo(right.mean(), withinPercentage(1e-13));
    assertThat(left.variance()).isCloseTo(right.variance(), withinPercentage(1e-13));
  }

  @Test
  void aFarAwayMeanCostsNoDigits() {
    Moments moments = new Moments();
    for (double x : new double[] {1e9 + 4, 1e9 + 7, 1e9 + 13, 1e9 + 16}) {
      moments.add(x);
    }
    assertThat(moments.variance()).isEqualTo(30);
  }

  /** Scaled by a power of two, a sample has the same numbers, scaled: to the last bit. */
  @ParameterizedTest
  @ValueSource(ints = {-1000, -900, -600, -568, -300, -1, 1, 128, 129, 300, 531, 600, 900, 1015})
  void sizeCostsNoDigits(int exponent) {
    Moments plain = moments(0, 40);
    Moments scaled = new Moments();
    RunningTime time = new RunningTime();
    for (int i = 0; i < 40; i++) {
      double x = Math.scalb(SAMPLE[i], exponent);
      scaled.add(x);
      time.add(x, SAMPLE[i] < 2);
    }
    assertThat(scaled.mean()).isEqualTo(Math.scalb(plain.mean(), exponent));
    assertThat(scaled.standardDeviation())
        .isEqualTo(Math.scalb(plain.standardDeviation(), exponent));
    assertThat(scaled.standardError()).isEqualTo(Math.scalb(plain.standardError(), exponent));
    Interval expected = runningTime(0, 40).fieller(T).orElseThrow();
    Interval interval = time.fieller(T).orElseThrow();
    assertThat(interval.low()).isEqualTo(Math.scalb(expected.low(), exponent));
    assertThat(interval.high()).isEqualTo(Math.scalb(expected.high(), exponent));
    assertThat(time.expected()).isEqualTo(Math.scalb(runningTime(0, 40).expected(), exponent));
  }

  @Test
  void theSpreadOfNumbersWhoseSquaresOverflowOrVanishIsTold() {
    Moments large = new Moments();
    for (double x : new double[] {1e160, 2e160, 3e160}) {
      large.add(x);
    }
    assertThat(large.mean()).isEqualTo(2e160);
    assertThat(large.standardDeviation()).isCloseTo(1e160, withinPercentage(1e-13));
    assertThat(large.variance()).isEqualTo(Double.POSITIVE_INFINITY);
    Moments small = new Moments();
    for (double x : new double[] {0, 1e-170, 2e-170}) {
      small.add(x);
    }
    assertThat(small.standardDeviation()).isCloseTo(1e-170, withinPercentage(1e-13));
    Moments opposite = new Moments();
    opposite.add(-1.5e308);
    opposite.add(1.5e308);
    assertThat(opposite.mean()).isZero();
  }

  /** Parts of any size merge in any order, and neither changes. */
  @Test
  void partsOfDifferentSizesMerge() {
    double[] sizes = {1e-200, 1, 1e160, 3e160, 0};
    for (int cut = 0; cut <= sizes.length; cut++) {
      Moments head = new Moments();
      Moments tail = new Moments();
      for (int i = 0; i < sizes.length; i++) {
        (i < cut ? head : tail).add(sizes[i]);
      }
      Moments merged = new Moments();
      merged.merge(tail);
      merged.merge(head);
      head.merge(tail);
      for (Moments moments : List.of(merged, head)) {
        assertThat(moments.mean()).isCloseTo(8e159, withinPercentage(1e-13));
        // deviations in units of 1e160: 3 × 0.8², 0.2², 2.2²
        assertThat(moments.standardDeviation())
            .isCloseTo(1e160 * Math.sqrt((3 * 0.64 + 0.04 + 4.84) / 4), withinPercentage(1e-12));
      }
    }
  }

  @Test
  void tooFewValuesAndNaNGiveNaN() {
    assertThat(new Moments().mean()).isNaN();
    assertThat(moments(0, 1).variance()).isNaN();
    assertThat(moments(0, 1).standardError()).isNaN();
    Moments poisoned = moments(0, 3);
    poisoned.add(Double.NaN);
    poisoned.merge(moments(3, 9));
    assertThat(poisoned.mean()).isNaN();
    assertThat(poisoned.variance()).isNaN();
  }

  @Test
  void whatHasNoLogarithmIsCountedApart() {
    LogMoments moments = new LogMoments();
    for (double x : new double[] {1, 0, 100, -3, Double.NaN}) {
      moments.add(x);
    }
    assertThat(moments.geometricMean()).isCloseTo(10, within(1e-14));
    assertThat(moments.leftOut()).isEqualTo(3);
  }

  @ParameterizedTest
  @CsvSource({"0, 1", "1, 1", "0, 10", "3, 10", "10, 10", "81, 263", "263, 263"})
  void wilsonsIntervalHoldsTheRootsOfItsTest(long successes, long n) {
    Proportion share = new Proportion();
    for (long i = 0; i < n; i++) {
      share.add(i < successes);
    }
    Proportion merged = new Proportion();
    merged.add(0, n - successes);
    Proportion others = new Proportion();
    others.add(successes, successes);
    merged.merge(others);
    double[] ends = expected("wilson_%d_%d".formatted(successes, n));
    for (Proportion counted : List.of(share, merged)) {
      Interval interval = counted.wilson(1.959963984540054);
      assertThat(interval.low()).isCloseTo(ends[0], within(1e-14));
      assertThat(interval.high()).isCloseTo(ends[1], within(1e-14));
      assertThat(interval.contains(counted.share())).isTrue();
    }
  }

  @Test
  void wrongCountsAreRefusedWithTheirValue() {
    assertThatThrownBy(() -> new Proportion().add(3, 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Cannot count: 3 of 2 (must be 0 <= successes <= n)");
    assertThatThrownBy(() -> new Proportion().wilson(1.96))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("Cannot bound a proportion: 0 trials (must be at least 1)");
    assertThatThrownBy(() -> new Interval(2, Double.NaN))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("from 2.0 to NaN");
  }

  /** Without a success nothing bounds the time; with nothing else, it is the mean of the steps. */
  /** Ten runs succeed after 3 steps each, the others end before their first. */
  @ParameterizedTest
  @ValueSource(ints = {10, 30, 50, 70, 90, 999})
  void aRunningTimeOfStepsIsExactAndInsideItsInterval(int inVain) {
    RunningTime time = new RunningTime();
    for (int i = 0; i < 10; i++) {
      time.add(3, true);
    }
    for (int i = 0; i < inVain; i++) {
      time.add(0, false);
    }
    assertThat(time.expected()).isEqualTo(3);
    time.fieller(2.02)
        .ifPresent(
            interval -> {
              assertThat(interval.low()).isLessThanOrEqualTo(3).isCloseTo(3, within(1e-6));
              assertThat(interval.high()).isGreaterThanOrEqualTo(3).isCloseTo(3, within(1e-6));
            });
  }

  @Test
  void aRunningTimeNeedsSuccesses() {
    RunningTime never = new RunningTime();
    assertThat(never.expected()).isNaN();
    for (int i = 0; i < 10; i++) {
      never.add(100 + i, false);
    }
    assertThat(never.expected()).isEqualTo(Double.POSITIVE_INFINITY);
    assertThat(never.fieller(2.26)).isEmpty();
    RunningTime always = new RunningTime();
    for (int i = 0; i < 10; i++) {
      always.add(100 + i, true);
    }
    assertThat(always.expected()).isEqualTo(104.5);
    Interval interval = always.fieller(2.2621571628540993).orElseThrow();
    // x̄ ± t s/√n, with s² = 82.5/9
    assertThat(interval.high() - interval.low())
        .isCloseTo(2 * 2.2621571628540993 * Math.sqrt(82.5 / 9 / 10), within(1e-9));
  }
}
