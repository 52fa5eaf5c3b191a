package io.gradsweep.results.random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.gradsweep.results.summary.LinearFit;
import io.gradsweep.results.trial.Toy;
import java.io.IOException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.function.DoubleSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TestStreams {

  private static final int DRAWS = 200_000;

  private static RandomStream noise() {
    return Streams.of(Toy.trial(18, 3)).perReplicate("noise");
  }

  private static long word(String hex) {
    return HexFormat.fromHexDigitsToLong(hex);
  }

  @Test
  void generatorGivesTheAuthorsReferenceOutput() throws IOException {
    RandomStream stream = new RandomStream(new long[] {1, 2, 3, 4});
    assertThat(stream.nextLong()).isEqualTo(41943041); // xoshiro256plusplus.c, state 1, 2, 3, 4
    assertThat(stream.nextLong()).isEqualTo(58720359);
    RandomStream again = new RandomStream(new long[] {1, 2, 3, 4});
    for (String value : Oracle.values("reference")) {
      assertThat(again.nextLong()).isEqualTo(word(value));
    }
  }

  @Test
  void wordsUniformsAndIntegersAreGolden() throws IOException {
    RandomStream words = noise();
    RandomStream uniforms = noise();
    RandomStream integers = noise();
    for (int i = 0; i < 8; i++) {
      assertThat(words.nextLong()).isEqualTo(word(Oracle.values("words").get(i)));
      assertThat(Double.doubleToLongBits(uniforms.nextDouble()))
          .isEqualTo(word(Oracle.values("uniforms").get(i)));
      assertThat(integers.nextInt(1000))
          .isEqualTo(Integer.parseInt(Oracle.values("below1000").get(i)));
    }
  }

  @Test
  void gaussiansAreGoldenToAnUlpOfTheOraclesLogarithm() throws IOException {
    RandomStream stream = noise();
    for (String value : Oracle.values("gaussians")) {
      double expected = Double.longBitsToDouble(word(value));
      assertThat(stream.nextGaussian()).isCloseTo(expected, within(4 * Math.ulp(expected)));
    }
  }

  @Test
  void aStreamNamesItsParametersAndItsScope() throws IOException {
    RandomStream stream = Streams.of(Toy.trial(18, 3)).perStudy("target", "size");
    for (String value : Oracle.values("target")) {
      assertThat(stream.nextLong()).isEqualTo(word(value));
    }
    assertThat(Streams.of(Toy.trial(18, 4)).perStudy("target", "size").nextLong())
        .isEqualTo(word(Oracle.values("target").get(0)));
    assertThat(Streams.of(Toy.trial(18, 4)).perReplicate("noise").nextLong())
        .isNotEqualTo(word(Oracle.values("words").get(0)));
  }

  /** |mean| and |variance - expected| beyond 5 standard errors: P below 1e-6 each, seed fixed. */
  private static void requireMoments(DoubleSupplier draw, double mean, double variance, double m4) {
    LinearFit moments = new LinearFit();
    for (int i = 0; i < DRAWS; i++) {
      moments.add(i, draw.getAsDouble());
    }
    double measuredMean = moments.intercept() + moments.slope() * (DRAWS - 1) / 2.0;
    double measuredVariance = moments.totalSumOfSquares() / (DRAWS - 1);
    assertThat(measuredMean).isCloseTo(mean, within(5 * Math.sqrt(variance / DRAWS)));
    assertThat(measuredVariance)
        .isCloseTo(variance, within(5 * Math.sqrt((m4 - variance * variance) / DRAWS)));
  }

  @Test
  void samplersHaveTheirMoments() {
    RandomStream stream = noise();
    requireMoments(stream::nextDouble, 0.5, 1.0 / 12, 1.0 / 80);
    requireMoments(stream::nextGaussian, 0, 1, 3);
    requireMoments(stream::nextExponential, 1, 1, 9);
    for (double shape : new double[] {0.3, 1, 5}) {
      requireMoments(() -> stream.nextGamma(shape), shape, shape, 3 * shape * shape + 6 * shape);
    }
  }

  @Test
  void boundedIntegersReachEveryValueEquallyOften() {
    RandomStream stream = noise();
    int[] counts = new int[7];
    for (int i = 0; i < DRAWS; i++) {
      counts[stream.nextInt(7)]++;
    }
    double chiSquare = 0;
    for (int count : counts) {
      chiSquare += Math.pow(count - DRAWS / 7.0, 2) / (DRAWS / 7.0);
    }
    assertThat(chiSquare).isLessThan(27.9); // 6 degrees of freedom: P = 1e-4, seed fixed
  }

  /**
   * Both samplers, against probabilities by recursion from the mode; classes below 10 expected
   * draws are pooled. P = 1e-4 by Wilson and Hilferty's approximation, seed fixed.
   */
  @ParameterizedTest
  @CsvSource({"5, 0.3", "100, 0.04", "100, 0.3", "100, 0.97", "1000, 0.107", "100000, 0.5"})
  void binomialDrawsHaveTheirDistribution(int n, double p) {
    RandomStream stream = noise();
    int[] counts = new int[n + 1];
    for (int i = 0; i < DRAWS; i++) {
      counts[(int) stream.nextBinomial(n, p)]++;
    }
    double[] expected = binomial(n, p);
    double chiSquare = 0;
    double pooledExpected = 0;
    double pooledCount = 0;
    int classes = 0;
    for (int k = 0; k <= n; k++) {
      pooledExpected += DRAWS * expected[k];
      pooledCount += counts[k];
      if (pooledExpected >= 10) {
        chiSquare += Math.pow(pooledCount - pooledExpected, 2) / pooledExpected;
        pooledExpected = 0;
        pooledCount = 0;
        classes++;
      }
    }
    double freedom = classes - 1;
    double spread = 2 / (9 * freedom);
    assertThat(chiSquare).isLessThan(freedom * Math.pow(1 - spread + 3.72 * Math.sqrt(spread), 3));
  }

  private static double[] binomial(int n, double p) {
    double[] probability = new double[n + 1];
    int mode = (int) ((n + 1) * p);
    probability[mode] = 1;
    for (int k = mode; k < n; k++) {
      probability[k + 1] = probability[k] * (n - k) / (k + 1) * p / (1 - p);
    }
    for (int k = mode; k > 0; k--) {
      probability[k - 1] = probability[k] * k / (n - k + 1) * (1 - p) / p;
    }
    double sum = Arrays.stream(probability).sum();
    return Arrays.stream(probability).map(x -> x / sum).toArray();
  }

  /** In units of the standard deviation, where a mean of 5e9 leaves enough digits. */
  @ParameterizedTest
  @CsvSource({"10000000000, 0.5", "10000000000, 0.999", "1000000000, 0.01"})
  void theLargestBinomialsHaveTheirMoments(long n, double p) {
    RandomStream stream = noise();
    double deviation = Math.sqrt(n * p * (1 - p));
    requireMoments(() -> (stream.nextBinomial(n, p) - n * p) / deviation, 0, 1, 3);
  }

  @Test
  void largeGammasHaveTheirMomentsAndTinyOnesTheirLogarithms() {
    RandomStream stream = noise();
    for (double shape : new double[] {1e6, 1e20}) {
      double root = Math.sqrt(shape);
      requireMoments(() -> (stream.nextGamma(shape) - shape) / root, 0, 1, 3);
    }
    RandomStream again = noise();
    RandomStream logarithms = noise();
    for (double shape : new double[] {0.2, 0.9, 1, 7}) {
      assertThat(StrictMath.exp(logarithms.nextLogGamma(shape)))
          .isCloseTo(again.nextGamma(shape), withinPercentage(1e-10));
    }
    // ln of a tiny gamma is -E / shape, E exponential, up to a bounded term
    double tiny = 1e-6;
    requireMoments(() -> -tiny * logarithms.nextLogGamma(tiny), 1, 1, 9);
  }

  @Test
  void binomialDrawsAreGolden() throws IOException {
    RandomStream stream = noise();
    for (String value : Oracle.values("binomials")) {
      String[] parts = value.split("/");
      assertThat(stream.nextBinomial(Long.parseLong(parts[0]), Double.parseDouble(parts[1])))
          .isEqualTo(Long.parseLong(parts[2]));
    }
    assertThat(stream.nextBinomial(7, 0)).isZero();
    assertThat(stream.nextBinomial(7, 1)).isEqualTo(7);
    assertThat(stream.nextBinomial(0, 0.3)).isZero();
  }

  @Test
  void drawsOutsideTheirDomainAreRefused() {
    assertThatThrownBy(() -> noise().nextBinomial(-1, 0.5))
        .hasMessage("Cannot draw binomial: n -1, p 0.5 (must be n >= 0, 0 <= p <= 1)");
    assertThatThrownBy(() -> noise().nextBinomial(1, Double.NaN))
        .hasMessage("Cannot draw binomial: n 1, p NaN (must be n >= 0, 0 <= p <= 1)");
    assertThatThrownBy(() -> noise().nextBinomial(1_000_000_000_000_000L, 0.5))
        .hasMessage("Cannot draw binomial: n 1000000000000000 (must be at most 10000000000)");
    assertThatThrownBy(() -> noise().nextGamma(1e25))
        .hasMessage("Cannot draw gamma with shape: 1.0E25 (must be at most 1.0E24)");
    assertThatThrownBy(() -> noise().nextInt(0))
        .hasMessage("Cannot draw below: 0 (must be at least 1)");
    assertThatThrownBy(() -> noise().nextGamma(Double.NaN))
        .hasMessage("Cannot draw gamma with shape: NaN (must be finite and > 0)");
    assertThatThrownBy(() -> new RandomStream(new long[4]))
        .hasMessage("Cannot start stream: state 0 (must not be all zero)");
  }
}
