package io.gradsweep.workers.simulations.attention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.gradsweep.results.random.RandomStream;
import io.gradsweep.results.random.Streams;
import io.gradsweep.workers.numeric.DenseMatrix;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Oracles O1 to O5, O7 and O10 of the loss and its gradient. */
class TestCausalHead {

  private static final int INPUTS = 5;
  private static final int SYMBOLS = 4;

  private final RandomStream random = Streams.ofSweep(1, "causal-head");
  private final TokenSequence data = Fixture.sequence(random, 24, INPUTS, SYMBOLS);
  private final HeadMatrices w = HeadMatrices.random(INPUTS, 3, 6, SYMBOLS, 0.5, random);
  private final HeadMatrices gradient = w.zeros();
  private final CausalHead head = new CausalHead(data, w, false);

  private static List<DenseMatrix> blocks(HeadMatrices w) {
    return List.of(w.q(), w.k(), w.v(), w.o());
  }

  private static double largest(DenseMatrix a) {
    double most = 0;
    for (double x : Fixture.entries(a)) {
      most = Math.max(most, Math.abs(x));
    }
    return most;
  }

  /** Loss and gradient against complex steps through another implementation, in two shapes. */
  @ParameterizedTest
  @CsvSource({"wide,12,4,5,3,6", "narrow,11,5,4,2,3"})
  void lossAndGradientAreTheOracles(
      String name, int n, int symbols, int inputs, int keys, int values) {
    OracleHead oracle = new OracleHead(n, symbols, inputs, keys, values);
    HeadMatrices at = oracle.weights();
    HeadMatrices g = at.zeros();
    CausalHead of = new CausalHead(oracle.data(), at, false);
    of.forwardAndBack(at, g);
    assertThat(of.losses().loss()).isCloseTo(Fixture.oracle(name + "_loss")[0], within(1e-14));
    String[] letters = {"q", "k", "v", "o"};
    for (int m = 0; m < 4; m++) {
      double[] expected = Fixture.oracle(name + "_gradient_" + letters[m]);
      assertThat(Fixture.entries(blocks(g).get(m))).containsExactly(expected, within(1e-14));
    }
  }

  /** O1. */
  @Test
  void gradientIsThatOfCentralDifferences() {
    head.forwardAndBack(w, gradient);
    double h = 1e-5;
    for (int m = 0; m < 4; m++) {
      DenseMatrix block = blocks(w).get(m);
      DenseMatrix g = blocks(gradient).get(m);
      for (int i = 0; i < block.rows(); i++) {
        for (int j = 0; j < block.columns(); j++) {
          double x = block.get(i, j);
          block.set(i, j, x + h);
          double up = PlainHead.loss(data, w);
          block.set(i, j, x - h);
          double down = PlainHead.loss(data, w);
          block.set(i, j, x);
          double difference = (up - down) / (2 * h);
          assertThat(g.get(i, j)).isCloseTo(difference, within(1e-6 * largest(g)));
        }
      }
    }
  }

  /** O1 across the borders of row blocks, along random directions. */
  @ParameterizedTest
  @ValueSource(ints = {1, 63, 64, 65, 150})
  void rowBlocksChangeNothing(int n) {
    TokenSequence longer = Fixture.sequence(random, n, INPUTS, SYMBOLS);
    CausalHead blocked = new CausalHead(longer, w, false);
    blocked.forwardAndBack(w, gradient);
    assertThat(blocked.losses().loss()).isCloseTo(PlainHead.loss(longer, w), within(1e-13));
    for (int m = 0; m < 4; m++) {
      DenseMatrix direction = blocks(HeadMatrices.random(INPUTS, 3, 6, SYMBOLS, 1, random)).get(m);
      double h = 1e-5;
      blocks(w).get(m).add(h, direction);
      double up = PlainHead.loss(longer, w);
      blocks(w).get(m).add(-2 * h, direction);
      double down = PlainHead.loss(longer, w);
      blocks(w).get(m).add(h, direction);
      double slope = blocks(gradient).get(m).dot(direction);
      assertThat(slope).isCloseTo((up - down) / (2 * h), within(1e-8));
    }
  }

  /** O2: ∂L/∂s_ij = α_ij (b_ij - b̄_i), and nothing where the mask is. */
  @Test
  void scoresFollowTheAdvantageLaw() {
    head.forwardAndBack(w, gradient);
    double[][] s = PlainHead.scores(data, w);
    double[][] v = PlainHead.product(data.x(), w.v());
    DenseMatrix law = head.blocks()[0].advantage;
    double h = 1e-5;
    for (int i = 0; i < data.size(); i++) {
      for (int j = 0; j < data.size(); j++) {
        double x = s[i][j];
        s[i][j] = x + h;
        double up = PlainHead.loss(s, v, w.o(), data.labels());
        s[i][j] = x - h;
        double down = PlainHead.loss(s, v, w.o(), data.labels());
        s[i][j] = x;
        assertThat(law.get(i, j)).isCloseTo((up - down) / (2 * h), within(1e-8));
        if (j > i) {
          assertThat(law.get(i, j)).isZero();
        }
      }
    }
  }

  /** O3: ∂L/∂v_j = Σ_i α_ij u_i. */
  @Test
  void valuesFollowTheResponsibilityLaw() {
    head.forwardAndBack(w, gradient);
    double[][] s = PlainHead.scores(data, w);
    double[][] v = PlainHead.product(data.x(), w.v());
    double h = 1e-5;
    for (int j = 0; j < data.size(); j++) {
      for (int d = 0; d < v[0].length; d++) {
        double x = v[j][d];
        v[j][d] = x + h;
        double up = PlainHead.loss(s, v, w.o(), data.labels());
        v[j][d] = x - h;
        double down = PlainHead.loss(s, v, w.o(), data.labels());
        v[j][d] = x;
        assertThat(head.dv().get(j, d)).isCloseTo((up - down) / (2 * h), within(1e-8));
      }
    }
  }

  /** O3, trained: free values and projected ones share everything but the last product. */
  @Test
  void freeValuesHaveTheGradientOfTheValues() {
    head.forwardAndBack(w, gradient);
    HeadMatrices free = new HeadMatrices(w.q(), w.k(), head.v(), w.o());
    HeadMatrices g = free.zeros();
    CausalHead freeHead = new CausalHead(data, free, true);
    freeHead.forwardAndBack(free, g);
    assertThat(freeHead.losses().loss()).isEqualTo(head.losses().loss());
    assertThat(Fixture.entries(g.v())).isEqualTo(Fixture.entries(head.dv()));
    assertThat(Fixture.entries(g.q())).isEqualTo(Fixture.entries(gradient.q()));
  }

  /** O4. */
  @Test
  void rowsOfTheGradientsAddUpToNothing() {
    head.forwardAndBack(w, gradient);
    double[] alpha = head.alpha();
    int n = data.size();
    for (int i = 0; i < n; i++) {
      double scores = 0;
      double logits = 0;
      double routes = 0;
      for (int j = 0; j < n; j++) {
        scores += head.blocks()[0].advantage.get(i, j);
        routes += alpha[i * n + j];
      }
      for (int c = 0; c < SYMBOLS; c++) {
        logits += head.d().get(i, c);
      }
      assertThat(scores).isCloseTo(0, within(1e-12));
      assertThat(logits).isCloseTo(0, within(1e-12));
      assertThat(routes).isCloseTo(1, within(1e-12));
    }
  }

  /** O5. */
  @Test
  void eulersIdentitiesHold() {
    head.forwardAndBack(w, gradient);
    double ofValues = gradient.v().dot(w.v());
    assertThat(ofValues).isCloseTo(gradient.o().dot(w.o()), within(1e-10 * Math.abs(ofValues)));
    assertThat(ofValues).isCloseTo(head.u().dot(head.g()), within(1e-10 * Math.abs(ofValues)));
    double[][] s = PlainHead.scores(data, w);
    double ofScores = 0;
    for (int i = 0; i < data.size(); i++) {
      for (int j = 0; j <= i; j++) {
        ofScores += s[i][j] * head.blocks()[0].advantage.get(i, j);
      }
    }
    double tolerance = 1e-10 * Math.abs(ofScores);
    assertThat(gradient.q().dot(w.q())).isCloseTo(ofScores, within(tolerance));
    assertThat(gradient.k().dot(w.k())).isCloseTo(ofScores, within(tolerance));
  }

  /**
   * O7: a step of free values lowers b_nj of the last query by η Σ_i α_ij u_i·u_n. Of that, α_nj
   * ‖u_n‖² is its own doing, which is all where no other query sees the value: for v_n, and for
   * every value of a sequence of one.
   */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 24})
  void valuesMoveTowardsTheQueryThatUsesThem(int n) {
    double eta = 0.7;
    TokenSequence some = Fixture.sequence(random, n, INPUTS, SYMBOLS);
    HeadMatrices drawn = HeadMatrices.random(INPUTS, 3, 6, SYMBOLS, 0.5, random);
    DenseMatrix before = DenseMatrix.of(PlainHead.product(some.x(), drawn.v()));
    Settings settings = Fixture.settings("value_parameterisation", "free", "value_step_size", eta);
    HeadDescent descent =
        new HeadDescent(settings, some, new HeadMatrices(drawn.q(), drawn.k(), before, drawn.o()));
    double[][] alpha = alpha(PlainHead.scores(some, drawn));
    descent.evaluate();
    DenseMatrix u = new DenseMatrix(n, before.columns());
    u.write(descent.head().u());
    descent.update();
    DenseMatrix last = u.rowRange(n - 1, n);
    for (int j = 0; j < n; j++) {
      double change =
          last.dot(descent.weights().v().rowRange(j, j + 1)) - last.dot(before.rowRange(j, j + 1));
      double expected = 0;
      for (int i = j; i < n; i++) {
        expected -= eta * alpha[i][j] * u.rowRange(i, i + 1).dot(last);
      }
      assertThat(change).isCloseTo(expected, within(1e-12));
      if (j == n - 1) {
        assertThat(change).isCloseTo(-eta * alpha[j][j] * last.dot(last), within(1e-12));
        assertThat(change).isNegative();
      }
    }
  }

  /** Softmax of the scores up to the diagonal. */
  private static double[][] alpha(double[][] s) {
    for (int i = 0; i < s.length; i++) {
      double total = 0;
      for (int j = 0; j < s.length; j++) {
        s[i][j] = j <= i ? StrictMath.exp(s[i][j]) : 0;
        total += s[i][j];
      }
      for (int j = 0; j <= i; j++) {
        s[i][j] /= total;
      }
    }
    return s;
  }

  /** O7: a step in the scores routes less to what is above the mean in b, more to what is below. */
  @Test
  void routingMovesAgainstTheAdvantage() {
    head.forwardAndBack(w, gradient);
    for (int i = 0; i < data.size(); i++) {
      DenseMatrix u = head.u().rowRange(i, i + 1);
      for (int j = 0; j <= i; j++) {
        double advantage = u.dot(head.v().rowRange(j, j + 1)) - u.dot(head.g().rowRange(i, i + 1));
        double change = -head.blocks()[0].advantage.get(i, j);
        if (Math.abs(advantage) > 1e-12) {
          assertThat(Math.signum(change)).isEqualTo(-Math.signum(advantage));
        }
      }
    }
  }

  /** O10. */
  @Test
  void withoutKeysAllPositionsCountAlike() {
    w.k().fill(0);
    head.forwardAndBack(w, gradient);
    for (int i = 0; i < data.size(); i++) {
      for (int j = 0; j <= i; j++) {
        assertThat(head.alpha()[i * data.size() + j]).isCloseTo(1.0 / (i + 1), within(1e-12));
      }
    }
    assertThat(Fixture.entries(gradient.q())).containsOnly(0);
  }

  /** O10. */
  @Test
  void withoutReadoutTheHeadGuesses() {
    w.o().fill(0);
    head.forwardAndBack(w, gradient);
    assertThat(head.losses().loss()).isCloseTo(StrictMath.log(SYMBOLS), within(1e-12));
    assertThat(head.losses().predictiveEntropy()).isCloseTo(StrictMath.log(SYMBOLS), within(1e-8));
    assertThat(Fixture.entries(gradient.q())).containsOnly(0);
    assertThat(Fixture.entries(gradient.k())).containsOnly(0);
    assertThat(Fixture.entries(gradient.v())).containsOnly(0);
  }

  /** Scores of any size: the largest is subtracted first. */
  @Test
  void scoresOfAnySizeAreRouted() {
    w.q().fill(1e150);
    w.k().fill(1e150);
    head.forwardAndBack(w, gradient);
    assertThat(head.losses().loss()).isFinite();
  }

  @Test
  void observationIsThatOfTheRowsWrittenOut() {
    TokenSequence longer = Fixture.sequence(random, 100, INPUTS, SYMBOLS);
    CausalHead blocked = new CausalHead(longer, w, false);
    blocked.forwardAndBack(w, gradient);
    HeadObservation seen = HeadObservation.of(blocked);
    double[][] s = PlainHead.scores(longer, w);
    double[] sums = new double[4];
    for (int i = 0; i < 100; i++) {
      DenseMatrix u = blocked.u().rowRange(i, i + 1);
      double total = 0;
      for (int j = 0; j <= i; j++) {
        total += StrictMath.exp(s[i][j]);
      }
      for (int j = 0; j <= i; j++) {
        double alpha = StrictMath.exp(s[i][j]) / total;
        double b = u.dot(blocked.v().rowRange(j, j + 1)) - u.dot(blocked.g().rowRange(i, i + 1));
        sums[0] -= alpha * StrictMath.log(alpha) / 100;
        sums[1] += i == j ? alpha / 100 : 0;
        sums[2] += longer.symbols()[i] == longer.symbols()[j] ? alpha / 100 : 0;
        sums[3] += alpha * b * b * 100;
      }
    }
    assertThat(seen.attentionEntropy()).isCloseTo(sums[0], within(1e-12));
    assertThat(seen.selfMass()).isCloseTo(sums[1], within(1e-13));
    assertThat(seen.sameSymbolMass()).isCloseTo(sums[2], within(1e-13));
    assertThat(seen.advantageVariance()).isCloseTo(sums[3], within(1e-12));
    assertThat(seen.valuePc12()).isBetween(2.0 / 6, 1.0);
  }

  @Test
  void valuesInAPlaneHaveAllVarianceInTwoDirections() {
    HeadMatrices flat = HeadMatrices.random(2, 3, 6, SYMBOLS, 0.5, random);
    CausalHead plane = new CausalHead(Fixture.sequence(random, 40, 2, SYMBOLS), flat, false);
    plane.forwardAndBack(flat, flat.zeros());
    assertThat(HeadObservation.of(plane).valuePc12()).isCloseTo(1, within(1e-12));
  }
}
