package io.gradsweep.workers.simulations.kldivergence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.gradsweep.results.random.RandomStream;
import io.gradsweep.results.random.Streams;
import io.gradsweep.results.trial.Trial;
import io.gradsweep.workers.numeric.SymmetricEigen;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** The closed forms of the simplex: oracles O1, O2, O7, O8, O15, O18 and O20, and the fixtures. */
class TestSimplex {

  private static final double[] P = Fixture.P0;
  private static final double[] Q = Fixture.Q;
  private static final int N = Q.length - 1;

  private static double naiveDivergence(double[] q, double[] p) {
    double sum = 0;
    for (int i = 0; i < q.length; i++) {
      sum += q[i] * Math.log(q[i] / p[i]);
    }
    return sum;
  }

  private static double[] shiftedEta(double[] p, int i, double h) {
    double[] shifted = p.clone();
    shifted[i] += h;
    shifted[p.length - 1] -= h;
    return shifted;
  }

  private static double[] shiftedTheta(double[] p, int i, double h) {
    double[] theta = new double[p.length - 1];
    Simplex.theta(p, theta);
    theta[i] += h;
    double[] shifted = new double[p.length];
    Simplex.softmax(theta, shifted);
    return shifted;
  }

  /** O1. */
  @Test
  void gradientsAreCentralDifferences() {
    double h = 1e-6;
    double[] e = Fixture.deviations(P, Q);
    double[] g = new double[N];
    Simplex.etaGradient(e, P, g);
    for (int i = 0; i < N; i++) {
      double eta =
          (naiveDivergence(Q, shiftedEta(P, i, h)) - naiveDivergence(Q, shiftedEta(P, i, -h)))
              / (2 * h);
      double theta =
          (naiveDivergence(Q, shiftedTheta(P, i, h)) - naiveDivergence(Q, shiftedTheta(P, i, -h)))
              / (2 * h);
      assertThat(g[i]).isCloseTo(eta, within(1e-6 * Math.abs(eta)));
      assertThat(e[i]).isCloseTo(theta, within(1e-6 * Math.max(1e-2, Math.abs(theta))));
    }
  }

  /** O2. */
  @Test
  void fisherMatrixTurnsOneGradientIntoTheOther() {
    double[] e = Fixture.deviations(P, Q);
    double[] g = new double[N];
    double[] back = new double[N];
    Simplex.etaGradient(e, P, g);
    Simplex.fisherTimes(P, g, back);
    for (int i = 0; i < N; i++) {
      assertThat(back[i]).isCloseTo(e[i], within(1e-13));
    }
    double product = Arrays.stream(P).reduce(1, (a, b) -> a * b);
    double determinant =
        Arrays.stream(SymmetricEigen.values(Simplex.fisher(P))).reduce(1, (a, b) -> a * b);
    assertThat(determinant).isCloseTo(product, within(1e-12 * product));
  }

  /** O7 and O8, over 20,000 pairs. */
  @Test
  void dissipationsAreOrderedAtEveryPoint() {
    RandomStream random = Streams.ofSweep(1, "pairs");
    for (int pair = 0; pair < 20_000; pair++) {
      int n = 1 + random.nextInt(12);
      double[] p = Fixture.point(random, n);
      double[] q = Fixture.point(random, n);
      double[] e = Fixture.deviations(p, q);
      double[] g = new double[n];
      Simplex.etaGradient(e, p, g);
      double chiSquare = Simplex.chiSquare(e, p);
      assertThat(chiSquare / Fixture.divergence(q, e)).isGreaterThanOrEqualTo(1);
      assertThat(Simplex.dot(e, e, n)).isLessThanOrEqualTo(chiSquare);
      assertThat(chiSquare).isLessThanOrEqualTo(Simplex.dot(g, g, n));
    }
  }

  /** O15. */
  @Test
  void eigenvaluesInterlace() {
    RandomStream random = Streams.ofSweep(2, "targets");
    for (int i = 0; i < 200; i++) {
      int n = 2 + random.nextInt(20);
      double[] q = Fixture.point(random, n);
      double[] sorted = Arrays.copyOf(q, n);
      Arrays.sort(sorted);
      double[] lambda = SymmetricEigen.values(Simplex.fisher(q));
      assertThat(lambda[n - 1]).isBetween(sorted[n - 2] - 1e-12, sorted[n - 1] + 1e-12);
      assertThat(lambda[0]).isBetween(1 / (1 / sorted[0] + n / q[n]) - 1e-12, sorted[0] + 1e-12);
    }
  }

  /** O18: one dimension, all closed forms are scalars. */
  @Test
  void twoCategoriesAreScalars() {
    double[] q = {0.3, 0.7};
    double[] p = {0.6, 0.4};
    double[] e = Fixture.deviations(p, q);
    double[] g = new double[1];
    double[] out = new double[1];
    Simplex.etaGradient(e, p, g);
    Simplex.fisherTimes(p, g, out);
    assertThat(g[0]).isCloseTo(-0.3 / 0.6 + 0.7 / 0.4, within(1e-12));
    assertThat(out[0]).isCloseTo(0.3, within(1e-12));
    assertThat(Simplex.chiSquare(e, p)).isCloseTo(0.3 * 0.3 / (0.6 * 0.4), within(1e-12));
    assertThat(TargetDistribution.of(q, q).eigenvalues()[0]).isCloseTo(0.21, within(1e-12));
    assertThat(Fixture.divergence(q, e))
        .isCloseTo(0.3 * Math.log(0.5) + 0.7 * Math.log(1.75), within(1e-12));
  }

  /** O20. */
  @Test
  void uniformTargetHasTwoEigenvalues() {
    int n = 9;
    double[] q = new double[n + 1];
    Arrays.fill(q, 1.0 / (n + 1));
    double[] lambda = SymmetricEigen.values(Simplex.fisher(q));
    assertThat(lambda[0]).isCloseTo(1.0 / ((n + 1) * (n + 1)), within(1e-12));
    for (int i = 1; i < n; i++) {
      assertThat(lambda[i]).isCloseTo(1.0 / (n + 1), within(1e-12));
    }
    assertThat(lambda[n - 1] / lambda[0]).isCloseTo(n + 1.0, within(1e-10));
  }

  @Test
  void theAuthorsProblemHasTheFixturesSpectrumAndLoss() {
    double[] lambda = SymmetricEigen.values(Simplex.fisher(Q));
    for (int i = 0; i < lambda.length; i++) {
      assertThat(lambda[i]).isCloseTo(Fixture.SPECTRUM[i], within(5e-9));
    }
    assertThat(lambda[0]).isCloseTo(Fixture.SPECTRUM[0], within(1e-14));
    assertThat(lambda[9]).isCloseTo(Fixture.SPECTRUM[9], within(1e-14));
    assertThat(Fixture.divergence(Q, Fixture.deviations(P, Q)))
        .isCloseTo(0.6938750686663343, within(1e-14));
  }

  /** The authors' problem of n = 2; the loss by math.fsum over the twister's own uniforms. */
  @Test
  void theSmallFixtureHasItsLoss() {
    Trial trial = Fixture.trial(0, "time_mode", "flow", "optimizer", "natural", "dimension", 2);
    TargetDistribution.TargetSource source =
        new TargetDistribution.TargetSource(trial, new Settings(trial.params()), Streams.of(trial));
    double[] q = source.target().q();
    assertThat(q)
        .containsExactly(
            new double[] {0.31968390841862016, 0.248449738118058, 0.43186635346332175},
            within(1e-16));
    assertThat(Fixture.divergence(q, Fixture.deviations(source.start(), q)))
        .isCloseTo(0.2146484138763629, within(1e-15));
  }

  /** Trap 4: at 2e-16 the naive sum has lost every digit. */
  @Test
  void divergenceKeepsItsDigitsNearTheTarget() {
    double[] e = new double[Q.length];
    double expected = 0;
    for (int i = 0; i < N; i++) {
      e[i] = (i % 2 == 0 ? 1 : -1) * 1e-12 * Q[i];
    }
    Simplex.closeDeviations(e);
    for (int i = 0; i <= N; i++) {
      expected += e[i] * e[i] / (2 * Q[i]);
    }
    assertThat(Fixture.divergence(Q, e)).isCloseTo(expected, within(1e-10 * expected));
  }

  @Test
  void softmaxDoesNotOverflow() {
    double[] p = new double[3];
    Simplex.softmax(new double[] {2000, -2000}, p);
    assertThat(p).containsExactly(1, 0, 0);
  }
}
