package io.gradsweep.workers.simulations.selfpenalization;

import static io.gradsweep.workers.simulations.selfpenalization.Fixture.gradient;
import static io.gradsweep.workers.simulations.selfpenalization.Fixture.ridge;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.gradsweep.results.random.RandomStream;
import io.gradsweep.results.random.Streams;
import io.gradsweep.workers.api.Recorder;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;

/** O6 and O8: what holds for every data set. */
class SelfPenalizationProperties {

  private static final int P = 5;

  private static double[] weights(RandomStream random) {
    double[] beta = new double[P];
    for (int l = 0; l < P; l++) {
      beta[l] = random.nextDouble() < 0.3 ? 0 : random.nextDouble();
    }
    return beta;
  }

  private static RegressionData data(long seed, int n) {
    return Fixture.gaussian(Signal.HIERARCHICAL, 0.5, n, P, Streams.ofSweep(seed, "data"));
  }

  /** O8. */
  @Property(tries = 60)
  void permutingFeaturesPermutesTheGradient(
      @ForAll long seed, @ForAll @IntRange(min = 3, max = 30) int n, @ForAll boolean gaussian) {
    RegressionData data = data(seed, n);
    double[] beta = weights(Streams.ofSweep(seed, "weights"));
    double[][] columns = new double[P][];
    double[] permuted = new double[P];
    for (int l = 0; l < P; l++) {
      columns[(l + 2) % P] = data.columns()[l];
      permuted[(l + 2) % P] = beta[l];
    }
    int q = gaussian ? 2 : 1;
    KernelRidge here = ridge(data, q, Profile.EXP, 0.1);
    KernelRidge there = ridge(new RegressionData(columns, data.y(), 0), q, Profile.EXP, 0.1);
    assertThat(there.objective(permuted)).isCloseTo(here.objective(beta), within(1e-10));
    double[] expected = gradient(here, beta);
    double[] actual = gradient(there, permuted);
    for (int l = 0; l < P; l++) {
      assertThat(actual[(l + 2) % P]).isCloseTo(expected[l], within(1e-10));
    }
  }

  /** O8. */
  @Property(tries = 60)
  void scalingAFeatureScalesItsWeightInversely(
      @ForAll long seed,
      @ForAll @IntRange(min = 3, max = 30) int n,
      @ForAll @DoubleRange(min = 0.1, max = 10) double scale,
      @ForAll boolean gaussian,
      @ForAll Profile profile) {
    RegressionData data = data(seed, n);
    double[] beta = weights(Streams.ofSweep(seed, "weights"));
    double[][] columns = data.columns().clone();
    columns[1] = Arrays.stream(columns[1]).map(x -> scale * x).toArray();
    double[] scaled = beta.clone();
    scaled[1] /= gaussian ? scale * scale : scale;
    int q = gaussian ? 2 : 1;
    assertThat(ridge(new RegressionData(columns, data.y(), 0), q, profile, 0.1).objective(scaled))
        .isCloseTo(ridge(data, q, profile, 0.1).objective(beta), within(1e-10));
  }

  /** O8: the kernel matrix of equal rows is singular, and the ridge alone makes it positive. */
  @Property(tries = 40)
  void duplicateRowsStillHaveAnObjective(
      @ForAll long seed, @ForAll @IntRange(min = 2, max = 15) int n, @ForAll boolean gaussian) {
    RegressionData data = data(seed, n);
    double[][] columns = new double[P][2 * n];
    double[] y = new double[2 * n];
    for (int i = 0; i < 2 * n; i++) {
      for (int l = 0; l < P; l++) {
        columns[l][i] = data.columns()[l][i % n];
      }
      y[i] = data.y()[i % n];
    }
    double[] beta = weights(Streams.ofSweep(seed, "weights"));
    KernelRidge doubled =
        ridge(new RegressionData(columns, y, 0), gaussian ? 2 : 1, Profile.EXP, 0.1);
    KernelRidge single = ridge(data, gaussian ? 2 : 1, Profile.EXP, 0.1);
    // every mean over the samples is the same, so the problem is
    assertThat(doubled.objective(beta)).isCloseTo(single.objective(beta), within(1e-10));
    doubled.certify();
  }

  /** O3: -|.|^q is conditionally positive definite, so that nothing repels at the origin. */
  @Property(tries = 60)
  void noGradientAtTheOriginIsPositive(
      @ForAll long seed, @ForAll @IntRange(min = 3, max = 30) int n, @ForAll boolean gaussian) {
    KernelRidge ridge = ridge(data(seed, n), gaussian ? 2 : 1, Profile.EXP, 0.1);
    for (double slope : gradient(ridge, new double[P])) {
      assertThat(slope).isLessThan(1e-12);
    }
  }

  /** O6: 0 ≤ J, and no step raises it. */
  @Property(tries = 30)
  void armijoDescends(
      @ForAll long seed,
      @ForAll @IntRange(min = 5, max = 30) int n,
      @ForAll boolean gaussian,
      @ForAll boolean square,
      @ForAll Profile profile) {
    Settings settings =
        Fixture.settings(
            "num_samples",
            n,
            "dimension",
            P,
            "parametrization",
            square ? "w_square" : "beta",
            "init",
            square ? "uniform" : "zero");
    KernelRidge ridge = ridge(data(seed, n), gaussian ? 2 : 1, profile, 0.1);
    double[] start = new double[P];
    Arrays.fill(start, square ? 0.1 : 0);
    double atOrigin = ridge.objective(new double[P]);
    FeatureWeights weights = new FeatureWeights(settings, ridge, start);
    double last = weights.objective();
    for (int k = 0; k < 40 && weights.step(); k++) {
      assertThat(weights.objective()).isBetween(0.0, last);
      last = weights.objective();
    }
    assertThat(square || last <= atOrigin).isTrue();
  }

  /** A descent is the same whether its data were drawn here or handed over. */
  @Property(tries = 10)
  void theOutcomeOfTheSameDataIsTheSame(@ForAll long seed) {
    Settings settings = Fixture.settings("num_samples", 20, "dimension", P, "max_steps", 30);
    Run first = new Run(settings, data(seed, 20), Recorder.none());
    Run second = new Run(settings, data(seed, 20), Recorder.none());
    assertThat(first.outcome(first.descend(), Double.NaN))
        .isEqualTo(second.outcome(second.descend(), Double.NaN));
  }
}
