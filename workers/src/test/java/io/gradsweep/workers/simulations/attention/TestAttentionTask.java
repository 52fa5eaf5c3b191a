package io.gradsweep.workers.simulations.attention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.gradsweep.results.random.RandomStream;
import io.gradsweep.results.random.Streams;
import io.gradsweep.workers.numeric.DenseMatrix;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Oracle O12 of the chain, the exact filter, and what the streams of a trial depend on. */
class TestAttentionTask {

  /** O12. */
  @ParameterizedTest
  @CsvSource({"released,false,1.829188", "exact,true,1.883254"})
  void chainIsTheOracles(String name, boolean exact, double entropyRate) {
    RingChain chain = RingChain.of(8, 0.3, exact);
    double[] row = Fixture.oracle(name + "_row");
    for (int i = 0; i < 8; i++) {
      for (int j = 0; j < 8; j++) {
        double expected = row[Math.floorMod(j - i, 8)];
        assertThat(chain.probability(i, j)).isCloseTo(expected, within(1e-15));
      }
    }
    assertThat(chain.entropyRate()).isCloseTo(Fixture.oracle(name + "_entropy")[0], within(1e-14));
    assertThat(chain.entropyRate()).isCloseTo(entropyRate, within(1e-6));
  }

  /**
   * O12: a circulant matrix has the Fourier vectors, and the constant one is the stationary law.
   */
  @Test
  void releasedChainHasTheEigenvaluesOfThePaperPage() {
    RingChain chain = RingChain.of(8, 0.3, false);
    double[] expected = {1, 0.46481, 0.22530, 0.15179, 0.11462};
    for (int m = 0; m <= 4; m++) {
      double eigenvalue = 0;
      for (int d = 0; d < 8; d++) {
        eigenvalue += chain.probability(0, d) * StrictMath.cos(2 * Math.PI * m * d / 8);
      }
      assertThat(eigenvalue).isCloseTo(expected[m], within(5e-6));
      assertThat(eigenvalue).isCloseTo(Fixture.oracle("released_eigenvalues")[m], within(1e-14));
    }
    for (int j = 0; j < 8; j++) {
      double into = 0;
      for (int i = 0; i < 8; i++) {
        into += chain.probability(i, j) / 8;
      }
      assertThat(into).isCloseTo(1.0 / 8, within(1e-15));
    }
  }

  @Test
  void twoSymbolsSwapOrStay() {
    RingChain chain = RingChain.of(2, 0.25, true);
    assertThat(chain.probability(0, 0)).isEqualTo(0.25);
    assertThat(chain.probability(0, 1)).isEqualTo(0.75);
  }

  /**
   * Chi-square of 20 000 moves against the row, 7 degrees of freedom: above 24.32 with probability
   * 1e-3. The seed is fixed.
   */
  @Test
  void walkMovesByTheRow() {
    RingChain chain = RingChain.of(8, 0.3, false);
    int[] walk = chain.walk(20_001, Streams.ofSweep(3, "walk"));
    int[] counts = new int[8];
    for (int t = 1; t < walk.length; t++) {
      counts[Math.floorMod(walk[t] - walk[t - 1], 8)]++;
    }
    double chiSquare = 0;
    for (int d = 0; d < 8; d++) {
      double expected = 20_000 * chain.probability(0, d);
      chiSquare += (counts[d] - expected) * (counts[d] - expected) / expected;
    }
    assertThat(chiSquare).isLessThan(24.32);
  }

  private static TokenSequence formulaSequence(int symbols, int n, double noise) {
    double[][] mu = embeddings(symbols);
    int[] walk = new int[n + 1];
    for (int t = 0; t <= n; t++) {
      walk[t] = (3 * t * t + t) % symbols;
    }
    DenseMatrix x = new DenseMatrix(n, 3);
    for (int t = 0; t < n; t++) {
      for (int d = 0; d < 3; d++) {
        x.set(t, d, mu[walk[t]][d] + noise * 2 * Fixture.formula(500 + 3 * t + d));
      }
    }
    return new TokenSequence(x, Arrays.copyOf(walk, n), Arrays.copyOfRange(walk, 1, n + 1));
  }

  private static double[][] embeddings(int symbols) {
    double[][] mu = new double[symbols][3];
    for (int c = 0; c < symbols; c++) {
      for (int d = 0; d < 3; d++) {
        mu[c][d] = 2 * Fixture.formula(300 + 3 * c + d);
      }
    }
    return mu;
  }

  /** Against the sum over all hidden paths. */
  @ParameterizedTest
  @CsvSource({"0,3,7,0.7", "1,4,5,1.5"})
  void filterIsTheSumOverAllPaths(int index, int symbols, int n, double noise) {
    BayesFilter filter =
        new BayesFilter(RingChain.of(symbols, 0.4, false), embeddings(symbols), noise);
    assertThat(filter.loss(formulaSequence(symbols, n, noise)))
        .isCloseTo(Fixture.oracle("filter")[index], within(1e-13));
  }

  @Test
  void withoutNoiseTheFilterKnowsTheSymbol() {
    RingChain chain = RingChain.of(4, 0.4, false);
    TokenSequence sequence = formulaSequence(4, 6, 0);
    double expected = 0;
    for (int t = 0; t < 6; t++) {
      double p = chain.probability(sequence.symbols()[t], sequence.labels()[t]);
      expected -= StrictMath.log(p) / 6;
    }
    assertThat(new BayesFilter(chain, embeddings(4), 0).loss(sequence))
        .isCloseTo(expected, within(1e-14));
  }

  /**
   * The filter's loss tends to little more than the entropy rate: 20 sequences of 1999 have a mean
   * within 0.03, more than 5 standard errors (measured spread 0.015 a sequence). False alarm below
   * 1e-6.
   */
  @Test
  void filterComesCloseToTheEntropyRate() {
    double sum = 0;
    for (int replicate = 0; replicate < 20; replicate++) {
      Task task = Fixture.task(replicate, "test_length", 0);
      sum += (task.filterTrainLoss() - task.entropyRate()) / 20;
    }
    assertThat(sum).isBetween(-0.02, 0.03);
  }

  @Test
  void rulesAndStepSizesShareEverythingThatIsDrawn() {
    Task one = Fixture.task(2, "update_rule", "sgd", "sequence_length", 64);
    Task other = Fixture.task(2, "update_rule", "em_mm", "sequence_length", 64, "step_size", 0.3);
    assertThat(Fixture.entries(other.train().x())).isEqualTo(Fixture.entries(one.train().x()));
    assertThat(Fixture.entries(other.test().x())).isEqualTo(Fixture.entries(one.test().x()));
    assertThat(other.train().labels()).isEqualTo(one.train().labels());
    assertThat(Fixture.entries(other.start().o())).isEqualTo(Fixture.entries(one.start().o()));
  }

  @Test
  void aLongerSequenceBeginsLikeTheShortOne() {
    TokenSequence shorter = Fixture.task(1, "sequence_length", 50, "test_length", 0).train();
    TokenSequence longer = Fixture.task(1, "sequence_length", 80, "test_length", 0).train();
    assertThat(Arrays.copyOf(longer.labels(), 49)).isEqualTo(shorter.labels());
    assertThat(Fixture.entries(longer.x().rowRange(0, 49))).isEqualTo(Fixture.entries(shorter.x()));
  }

  @Test
  void replicatesAndHeldOutSequencesDiffer() {
    Task one = Fixture.task(0, "sequence_length", 64);
    Task other = Fixture.task(1, "sequence_length", 64);
    assertThat(one.train().labels()).isNotEqualTo(other.train().labels());
    assertThat(one.train().labels()).isNotEqualTo(one.test().labels());
  }

  @Test
  void weightsHaveTheDrawnScale() {
    RandomStream random = Streams.ofSweep(4, "weights");
    HeadMatrices w = HeadMatrices.random(40, 50, 30, 8, 0.1, random);
    // variance of 2000 entries: standard error 3 %, so 15 % is 5 of them; false alarm 6e-7
    assertThat(w.q().dot(w.q()) / 2000).isCloseTo(0.01, within(0.0015));
  }
}
