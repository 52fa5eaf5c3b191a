package io.gradsweep.driver.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.gradsweep.driver.query.Estimate;
import io.gradsweep.results.columns.RunningCost;
import io.gradsweep.results.random.RandomStream;
import io.gradsweep.results.random.Streams;
import io.gradsweep.results.summary.Interval;
import io.gradsweep.results.summary.Moments;
import io.gradsweep.results.summary.Proportion;
import io.gradsweep.sweeps.spec.FitScale;
import io.gradsweep.sweeps.spec.FitSpec;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Intervals against SciPy's quantiles, and against what they promise: to cover. */
class TestIntervals {

  private static final int STUDIES = 1000;

  @Test
  void studentsQuantilesAreSciPys() {
    for (String[] row : Oracle.rows("t")) {
      double expected = Double.parseDouble(row[1]);
      assertThat(Intervals.USUAL.t(Long.parseLong(row[0]))).isCloseTo(expected, within(1e-9));
    }
    assertThat(Intervals.USUAL.t(2)).isNaN();
    assertThat(Intervals.USUAL.t(0)).isNaN();
  }

  /** Of the values 1 … n, the ends are the ranks. */
  @Test
  void orderStatisticsAreTheNarrowestPairThatHolds() {
    for (String[] row : Oracle.rows("ranks")) {
      double q = Double.parseDouble(row[0]);
      int n = Integer.parseInt(row[1]);
      double[] sorted = IntStream.rangeClosed(1, n).asDoubleStream().toArray();
      Optional<Interval> interval = Intervals.USUAL.ofQuantile(sorted, q);
      double low = Double.parseDouble(row[2]);
      double high = Double.parseDouble(row[3]);
      if (low == 0 || high == 0) {
        assertThat(interval).as("q %s, n %d", q, n).isEmpty();
      } else {
        assertThat(interval).as("q %s, n %d", q, n).hasValue(new Interval(low, high));
      }
    }
  }

  @Test
  void noIntervalRestsOnTwoValues() {
    Moments moments = new Moments();
    moments.add(1);
    moments.add(2);
    assertThat(Intervals.USUAL.ofMean(moments)).isEmpty();
    moments.add(3);
    assertThat(Intervals.USUAL.ofMean(moments)).isPresent();
    assertThat(Intervals.USUAL.ofShare(new Proportion())).isEmpty();
  }

  /** Studies, of a thousand, whose interval holds the truth. */
  private static long covered(
      String purpose, double truth, Function<RandomStream, Optional<Interval>> study) {
    return IntStream.range(0, STUDIES)
        .filter(
            i ->
                study
                    .apply(Streams.ofSweep(18, purpose + i))
                    .map(interval -> interval.contains(truth))
                    .orElse(false))
        .count();
  }

  private static Optional<Interval> interval(Function<Sample, Estimate> statistic, Sample sample) {
    return statistic.apply(sample).interval();
  }

  private static Sample gaussian(RandomStream random, int n) {
    Sample sample = new Sample();
    for (int i = 0; i < n; i++) {
      sample.add(3 + 2 * random.nextGaussian());
    }
    return sample;
  }

  private static Sample logNormal(RandomStream random, int n) {
    Sample sample = new Sample();
    for (int i = 0; i < n; i++) {
      sample.add(StrictMath.exp(-7 + 1.5 * random.nextGaussian()));
    }
    return sample;
  }

  // The number covered is binomial(1000, 0.95) where an interval is exact: P(outside 930 to 970) =
  // 0.3 %, by either
  // side half of it. All seeds are fixed, so that a test fails never or always.

  @Test
  void studentsIntervalsCoverTheMean() {
    for (int n : new int[] {3, 10, 40}) {
      assertThat(covered("mean" + n, 3, r -> interval(Sample::mean, gaussian(r, n))))
          .as("n %d", n)
          .isBetween(930L, 970L);
    }
  }

  @Test
  void studentsIntervalsCoverTheGeometricMean() {
    assertThat(
            covered(
                "geomean",
                StrictMath.exp(-7),
                r -> interval(Sample::geometricMean, logNormal(r, 20))))
        .isBetween(930L, 970L);
  }

  @Test
  void orderStatisticsCoverMedianAndQuantiles() {
    for (int n : new int[] {6, 20, 41}) {
      assertThat(
              covered(
                  "median" + n,
                  StrictMath.exp(-7),
                  r -> interval(s -> s.quantile(0.5), logNormal(r, n))))
          .as("n %d", n)
          .isGreaterThanOrEqualTo(930);
    }
    double ninth = StrictMath.exp(-7 + 1.5 * 1.2815515655446004);
    assertThat(covered("q90", ninth, r -> interval(s -> s.quantile(0.9), logNormal(r, 60))))
        .isGreaterThanOrEqualTo(930);
  }

  @Test
  void wilsonsIntervalsCoverTheShare() {
    for (double p : new double[] {0.1, 0.5, 0.9}) {
      assertThat(covered("share" + p, p, r -> Intervals.USUAL.ofShare(share(r, p))))
          .as("p %s", p)
          .isGreaterThanOrEqualTo(930);
    }
  }

  private static Proportion share(RandomStream random, double p) {
    Proportion share = new Proportion();
    for (int i = 0; i < 30; i++) {
      share.add(random.nextDouble() < p);
    }
    return share;
  }

  /**
   * A run that needs an exponential time of mean 100 and is cut off at 150 reaches its target with
   * probability 1 − e^−1.5; begun again until it does, it needs 100 steps in the mean.
   */
  @Test
  void fiellersIntervalsCoverTheExpectedRunningTime() {
    for (int n : new int[] {20, 60}) {
      assertThat(covered("ert" + n, 100, r -> runs(r, n).expected(Intervals.USUAL).interval()))
          .as("n %d", n)
          .isGreaterThanOrEqualTo(930);
    }
  }

  private static Spending runs(RandomStream random, int n) {
    Spending runs = new Spending(new RunningCost("steps_to_target", "steps", true));
    for (int i = 0; i < n; i++) {
      double needed = 100 * random.nextExponential();
      runs.add(false, needed < 150 ? needed : null, 150);
    }
    return runs;
  }

  /** y = x^-1/2 with errors that all points of a replicate share, and some of their own. */
  @Test
  void intervalsOfExponentsCoverTheExponent() {
    assertThat(covered("exponent", -0.5, TestIntervals::exponent)).isBetween(930L, 970L);
  }

  private static Optional<Interval> exponent(RandomStream random) {
    FitSpec spec =
        new FitSpec(
            "y",
            "x",
            FitScale.LOGLOG,
            List.of(),
            Double.NEGATIVE_INFINITY,
            Double.POSITIVE_INFINITY);
    FitGroup group = new FitGroup(spec, List.of(), Intervals.USUAL);
    for (int replicate = 0; replicate < 8; replicate++) {
      double shared = 0.05 * random.nextGaussian();
      for (double x = 16; x <= 1024; x *= 2) {
        double noise = StrictMath.exp(0.2 * random.nextGaussian());
        group.add(List.of(0L, replicate), x, StrictMath.pow(x, -0.5 + shared) * noise);
      }
    }
    FitResult fit = group.result();
    return fit.interval();
  }

  /** Eight trials a replicate, which succeed together more often than alone. */
  private static Optional<Interval> meanShare(RandomStream random, int replicates) {
    Moments shares = new Moments();
    for (int r = 0; r < replicates; r++) {
      double chance = random.nextDouble() < 0.5 ? 0.5 : 0.9;
      int successes = 0;
      for (int i = 0; i < 8; i++) {
        successes += random.nextDouble() < chance ? 1 : 0;
      }
      shares.add(successes / 8.0);
    }
    return Intervals.USUAL.ofMeanShare(shares, 8L * replicates);
  }

  @Test
  void sharesOfReplicatesCoverTheirMean() {
    for (int n : new int[] {10, 30}) {
      assertThat(covered("mean share" + n, 0.7, r -> meanShare(r, n))).isBetween(930L, 985L);
    }
  }

  /** Arms that succeed with chances 0.9 and 0.7, on common numbers. */
  private static Optional<Interval> pairedShares(RandomStream random, int n) {
    PairedShares shares = new PairedShares();
    for (int i = 0; i < n; i++) {
      double common = random.nextDouble();
      shares.add(new boolean[] {common < 0.9, common < 0.7}, new boolean[] {true, true});
      shares.endReplicate();
    }
    return shares.difference(Intervals.USUAL).interval();
  }

  @Test
  void newcombesIntervalsCoverADifferenceOfShares() {
    for (int n : new int[] {20, 60}) {
      assertThat(covered("pairs" + n, 0.2, r -> pairedShares(r, n))).isGreaterThan(930L);
    }
  }
}
