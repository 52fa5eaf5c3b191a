package io.gradsweep.workers.simulations.selfpenalization;

import static io.gradsweep.workers.simulations.selfpenalization.Fixture.gradient;
import static io.gradsweep.workers.simulations.selfpenalization.Fixture.ridge;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.gradsweep.results.random.RandomStream;
import io.gradsweep.results.random.Streams;
import io.gradsweep.workers.Oracle;
import io.gradsweep.workers.api.NumericalBreakdown;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Oracles O1, O2, O3, O5 and O10: the inner problem and its gradient. Seeds are fixed. */
class TestKernelRidge {

  private static final double LAMBDA = 0.1;
  private static final double[] BETA = {0.5, 0.2, 0};

  /** O10, at β = (0.5, 0.2, 0). */
  @Test
  void laplaceFixtureHasThePagesObjectiveCoefficientsAndGradient() {
    KernelRidge ridge = ridge(Fixture.small(), 1, Profile.EXP, LAMBDA);
    assertThat(ridge.objective(BETA)).isCloseTo(0.03175923987801351, within(1e-10));
    assertThat(ridge.coefficients())
        .containsExactly(
            new double[] {
              0.098722014978672,
              0.179048046891384,
              -0.32383216520567,
              -0.611301702880847,
              0.581832016124697
            },
            within(1e-10));
    assertThat(gradient(ridge, BETA))
        .containsExactly(
            new double[] {-0.012884412562223, -0.014665562918178, -0.043836239005826},
            within(1e-10));
  }

  @Test
  void gaussianFixtureHasThePagesObjectiveAndGradient() {
    KernelRidge ridge = ridge(Fixture.small(), 2, Profile.EXP, LAMBDA);
    assertThat(ridge.objective(BETA)).isCloseTo(0.03753700619170505, within(1e-10));
    assertThat(gradient(ridge, BETA))
        .containsExactly(
            new double[] {-0.012516113299567, -0.011665072342231, -0.097384678211019},
            within(1e-10));
  }

  /** O10, at the origin. */
  @Test
  void fixturesHaveThePagesGradientsAtTheOrigin() {
    KernelRidge laplace = ridge(Fixture.small(), 1, Profile.EXP, LAMBDA);
    assertThat(laplace.objective(new double[3])).isCloseTo(0.04808858247606635, within(1e-10));
    assertThat(gradient(laplace, 0, 0, 0))
        .containsExactly(
            new double[] {-0.054560099284158, -0.023908813362848, -0.150794498460539},
            within(1e-10));
    assertThat(gradient(ridge(Fixture.small(), 2, Profile.EXP, LAMBDA), 0, 0, 0))
        .containsExactly(
            new double[] {-0.045994679920159, -0.004483856314165, -0.206135740126083},
            within(1e-10));
  }

  /** The lines of the oracle for one kind of quantity. */
  private static Stream<String> oracle(String kind) {
    return new Oracle("self-penalization")
        .rows().stream()
            .filter(cells -> cells[2].startsWith(kind))
            .map(cells -> String.join(",", cells));
  }

  static Stream<String> gradients() {
    return oracle("objective_and_gradient");
  }

  static Stream<String> descents() {
    return oracle("descent");
  }

  static double[] numbers(String[] cells) {
    return Arrays.stream(cells, 3, cells.length).mapToDouble(Double::parseDouble).toArray();
  }

  @ParameterizedTest
  @MethodSource("gradients")
  void bothProfilesAgreeWithAnotherImplementation(String line) {
    String[] cells = line.split(",");
    Profile profile = cells[1].equals("exp") ? Profile.EXP : Profile.RATIONAL;
    KernelRidge ridge = ridge(Fixture.medium(), Double.parseDouble(cells[0]), profile, LAMBDA);
    double[] expected = numbers(cells);
    double[] beta = {0.3, 0.2, 0, 0, 0.1, 0};
    assertThat(ridge.objective(beta)).isCloseTo(expected[0], within(1e-10));
    assertThat(gradient(ridge, beta))
        .containsExactly(Arrays.copyOfRange(expected, 1, 7), within(1e-10));
  }

  static Stream<String> classifications() {
    return oracle("logistic");
  }

  @ParameterizedTest
  @MethodSource("classifications")
  void theLogisticLossAgreesWithAnotherImplementation(String line) {
    String[] cells = line.split(",");
    Profile profile = cells[1].equals("exp") ? Profile.EXP : Profile.RATIONAL;
    KernelRidge ridge = classifier(Double.parseDouble(cells[0]), profile);
    double[] expected = numbers(cells);
    double[] beta = {0.3, 0.2, 0, 0, 0.1, 0};
    assertThat(ridge.objective(beta)).isCloseTo(expected[0], within(1e-11));
    assertThat(gradient(ridge, beta))
        .containsExactly(Arrays.copyOfRange(expected, 1, 7), within(1e-10));
    ridge.certify();
  }

  @Test
  void theGradientOfTheLogisticLossIsTheCentralDifference() {
    KernelRidge ridge = classifier(1.5, Profile.EXP);
    double[] beta = {0.3, 0.2, 0.05, 0.4, 0.1, 0.2};
    double[] gradient = gradient(ridge, beta);
    for (int l = 0; l < beta.length; l++) {
      double[] up = beta.clone();
      double[] down = beta.clone();
      up[l] += 1e-6;
      down[l] -= 1e-6;
      double difference = (ridge.objective(up) - ridge.objective(down)) / 2e-6;
      assertThat(gradient[l]).isCloseTo(difference, within(1e-8));
    }
  }

  @Test
  void aClassificationThatIsNotTheMinimumIsRefused() {
    KernelRidge ridge = classifier(1, Profile.EXP);
    ridge.objective(new double[] {0.3, 0.2, 0, 0, 0.1, 0});
    ridge.coefficients()[3] += 1e-3;
    assertThatThrownBy(ridge::certify)
        .isInstanceOf(NumericalBreakdown.class)
        .hasMessageContaining("kernel ridge: residual");
  }

  private static KernelRidge classifier(double power, Profile profile) {
    RegressionData data = Fixture.medium().labels();
    return new KernelRidge(
        new PairDistances(data.columns(), power), data.y(), LAMBDA, profile, Loss.LOGISTIC);
  }

  /** O1. */
  @ParameterizedTest
  @CsvSource({"1, EXP", "2, EXP", "1, RATIONAL", "2, RATIONAL"})
  void gradientIsTheCentralDifference(int q, Profile profile) {
    RandomStream random = Streams.ofSweep(1, "gradient");
    RegressionData data = Fixture.gaussian(Signal.HIERARCHICAL, 0.5, 60, 8, random);
    KernelRidge ridge = ridge(data, q, profile, LAMBDA);
    double[] beta = new double[8];
    for (int l = 0; l < beta.length; l++) {
      beta[l] = 0.05 + 0.4 * random.nextDouble();
    }
    double[] gradient = gradient(ridge, beta);
    double h = 1e-6;
    for (int l = 0; l < beta.length; l++) {
      double[] up = beta.clone();
      double[] down = beta.clone();
      up[l] += h;
      down[l] -= h;
      double difference = (ridge.objective(up) - ridge.objective(down)) / (2 * h);
      assertThat(gradient[l]).isCloseTo(difference, within(1e-6));
    }
  }

  /** O2: (1/2n) Σ (y - f)² + (λ/2) ‖f‖², with f and its norm summed up here, is (λ/2) yᵀa. */
  @ParameterizedTest
  @CsvSource({"1, EXP", "2, EXP", "1, RATIONAL", "2, RATIONAL"})
  void primalValueIsTheDualValue(int q, Profile profile) {
    int n = 50;
    RegressionData data = Fixture.gaussian(Signal.LINEAR, 0.5, n, 4, Streams.ofSweep(2, "primal"));
    double[] beta = {0.4, 0.3, 0, 0.1};
    KernelRidge ridge = ridge(data, q, profile, LAMBDA);
    double dual = ridge.objective(beta);
    double[] a = ridge.coefficients();
    double loss = 0;
    double norm = 0;
    for (int i = 0; i < n; i++) {
      double f = 0;
      for (int j = 0; j < n; j++) {
        double z = 0;
        for (int l = 0; l < beta.length; l++) {
          double gap = Math.abs(data.columns()[l][i] - data.columns()[l][j]);
          z += beta[l] * (q == 2 ? gap * gap : gap);
        }
        f += a[j] * (profile == Profile.EXP ? StrictMath.exp(-z) : 1 / (1 + z));
      }
      loss += (data.y()[i] - f) * (data.y()[i] - f);
      norm += a[i] * f;
    }
    assertThat(loss / (2 * n) + LAMBDA / 2 * norm).isCloseTo(dual, within(1e-12 * dual));
    assertThat(ridge.rkhsNormSquared()).isCloseTo(norm, within(1e-11 * norm));
    assertThat(ridge.trainError()).isCloseTo(loss / n, within(1e-11 * loss / n));
  }

  /** O3: J(0) = ½ Var(y), and for q = 2 the gradient there is -(mean(x y))²/λ. */
  @Test
  void theOriginIsAFormula() {
    int n = 80;
    RegressionData data =
        Fixture.gaussian(Signal.QUADRATIC, 0.5, n, 6, Streams.ofSweep(3, "origin"));
    double variance = Arrays.stream(data.y()).map(y -> y * y).sum() / n;
    KernelRidge ridge = ridge(data, 2, Profile.EXP, LAMBDA);
    assertThat(ridge.objective(new double[6])).isCloseTo(variance / 2, within(1e-12));
    double[] gradient = gradient(ridge, new double[6]);
    for (int l = 0; l < 6; l++) {
      double covariance = 0;
      for (int i = 0; i < n; i++) {
        covariance += data.columns()[l][i] * data.y()[i] / n;
      }
      double expected = -covariance * covariance / LAMBDA;
      assertThat(gradient[l]).isCloseTo(expected, within(1e-10 * Math.max(1, -expected)));
    }
  }

  /** O3: J(0) = ½ Var(y) + ½ λ/(1 + λ) ȳ², were the responses not centred. */
  @Test
  void aMeanOfTheResponsesIsPaidAtTheOrigin() {
    RegressionData data = Fixture.small();
    double[] shifted = Arrays.stream(data.y()).map(y -> y + 3).toArray();
    double variance = Arrays.stream(data.y()).map(y -> y * y).sum() / 5;
    KernelRidge ridge =
        new KernelRidge(new PairDistances(data.columns(), 1), shifted, LAMBDA, Profile.EXP);
    assertThat(ridge.objective(new double[3]))
        .isCloseTo(0.5 * variance + 0.5 * LAMBDA / (1 + LAMBDA) * 9, within(1e-12));
  }

  /** O5: K is the identity, nothing pulls back, and J is nλ/(1 + nλ) of what it is at 0. */
  @Test
  void atInfinityTheGradientIsZeroAndTheObjectiveLower() {
    RegressionData data =
        Fixture.gaussian(Signal.LINEAR, 0.5, 100, 4, Streams.ofSweep(4, "infinity"));
    KernelRidge ridge = ridge(data, 1, Profile.EXP, LAMBDA);
    double atOrigin = ridge.objective(new double[4]);
    double[] far = {1e9, 1e9, 1e9, 1e9};
    assertThat(ridge.objective(far) / atOrigin).isCloseTo(10.0 / 11, within(1e-12));
    assertThat(gradient(ridge, far)).containsOnly(0.0);
    assertThat(ridge.meanOffDiagonal()).isZero();
  }

  @Test
  void weightsThatAreNotFiniteHaveNoObjective() {
    KernelRidge ridge = ridge(Fixture.small(), 1, Profile.EXP, LAMBDA);
    assertThat(ridge.objective(new double[] {0, Double.NaN, 0})).isNaN();
    assertThat(ridge.objective(new double[] {0, Double.POSITIVE_INFINITY, 0})).isNaN();
  }

  @Test
  void aSolutionIsCertifiedAndAWrongOneIsNot() {
    KernelRidge ridge = ridge(Fixture.medium(), 1, Profile.EXP, LAMBDA);
    ridge.objective(new double[6]);
    ridge.certify();
    ridge.coefficients()[3] += 1e-3;
    assertThatThrownBy(ridge::certify)
        .isInstanceOf(NumericalBreakdown.class)
        .hasMessageContaining("kernel ridge: residual");
  }

  /** To the bit where few features have a weight; else BLAS adds in another order. */
  @Test
  void distancesThatAreNotKeptGiveTheSameSums() {
    RegressionData data =
        Fixture.gaussian(Signal.LINEAR, 0.5, 70, 9, Streams.ofSweep(5, "distances"));
    double[] few = {0.1, 0, 0, 0, 0, 0, 0, 0, 0.2};
    double[] many = {0.1, 0, 0.3, 0.7, 0.2, 0, 0.4, 0.9, 0.6};
    for (double power : new double[] {0.5, 1, 1.5, 2}) {
      PairDistances kept = new PairDistances(data.columns(), power);
      PairDistances computed = new PairDistances(data.columns(), power, 0);
      assertThat(weighted(computed, few)).containsExactly(weighted(kept, few));
      double[] sums = weighted(kept, many);
      for (int pair = 0; pair < sums.length; pair++) {
        double bound = 1e-15 * many.length * sums[pair]; // all terms are positive
        assertThat(weighted(computed, many)[pair]).isCloseTo(sums[pair], within(bound));
      }
      double[] expected = sums(kept, sums);
      for (int l = 0; l < expected.length; l++) {
        double bound = 1e-15 * sums.length * expected[l];
        assertThat(sums(computed, sums)[l]).isCloseTo(expected[l], within(bound));
      }
      assertThat(computed.mean(2)).isEqualTo(kept.mean(2));
    }
  }

  private static double[] weighted(PairDistances distances, double[] beta) {
    double[] sums = new double[distances.pairs()];
    distances.weighted(beta, sums);
    return sums;
  }

  private static double[] sums(PairDistances distances, double[] w) {
    double[] sums = new double[distances.features()];
    distances.sums(w, sums);
    return sums;
  }
}
