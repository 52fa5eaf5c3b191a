package io.gradsweep.results.random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.gradsweep.results.summary.LinearFit;
import io.gradsweep.results.trial.Toy;
import java.io.IOException;
import java.util.HexFormat;
import java.util.function.DoubleSupplier;
import org.junit.jupiter.api.Test;

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

  @Test
  void drawsOutsideTheirDomainAreRefused() {
    assertThatThrownBy(() -> noise().nextInt(0))
        .hasMessage("Cannot draw below: 0 (must be at least 1)");
    assertThatThrownBy(() -> noise().nextGamma(Double.NaN))
        .hasMessage("Cannot draw gamma with shape: NaN (must be finite and > 0)");
    assertThatThrownBy(() -> new RandomStream(new long[4]))
        .hasMessage("Cannot start stream: state 0 (must not be all zero)");
  }
}
