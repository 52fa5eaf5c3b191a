package io.gradsweep.workers.simulations.deepequilibrium;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.gradsweep.workers.numeric.SymmetricEigen;
import io.gradsweep.workers.simulations.deepequilibrium.Fixture.Problem;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

/** Properties of every layer, shape and start. */
class DeepEquilibriumProperties {

  private static Problem problem(long replicate, int m, int outputs, int n, double gamma) {
    return Problem.draw(
        replicate,
        "width",
        m,
        "output_dimension",
        outputs,
        "num_samples",
        n,
        "gamma",
        gamma,
        "num_test_samples",
        0,
        "noise",
        0.3);
  }

  /** Oracle 7: S, and all that follows, ignore a constant added to a column of A. */
  @Property(tries = 50)
  void constantsInColumnsChangeNothing(
      @ForAll @LongRange(max = 10_000) long replicate,
      @ForAll @IntRange(min = 1, max = 9) int m,
      @ForAll @DoubleRange(max = 0.95) double gamma,
      @ForAll @DoubleRange(min = -300, max = 300) double constant) {
    Problem p = problem(replicate, m, 2, 12, gamma);
    double loss = p.evaluate() + p.objective().optimalLoss();
    double[] s = p.implicit().layer().s().clone();
    for (int i = 0; i < m; i++) {
      p.parameters()[i * m + column(replicate, m)] += constant;
    }
    double shifted = p.evaluate() + p.objective().optimalLoss();
    assertThat(p.implicit().layer().s()).containsExactly(s, within(1e-12));
    assertThat(shifted).isCloseTo(loss, within(1e-11 * loss));
  }

  private static int column(long replicate, int m) {
    return (int) (replicate % m);
  }

  /** Oracle 2: columns of ∂A add up to zero. */
  @Property(tries = 50)
  void columnsOfTheGradientAddUpToZero(
      @ForAll @LongRange(max = 10_000) long replicate,
      @ForAll @IntRange(min = 1, max = 9) int m,
      @ForAll @IntRange(min = 1, max = 4) int outputs,
      @ForAll @DoubleRange(max = 0.95) double gamma) {
    Problem p = problem(replicate, m, outputs, 12, gamma);
    p.evaluate();
    double scale = Math.sqrt(OutputLoss.sumOfSquares(p.gradient()));
    for (int j = 0; j < m; j++) {
      double sum = 0;
      for (int i = 0; i < m; i++) {
        sum += p.gradient()[i * m + j];
      }
      assertThat(sum).isCloseTo(0, within(1e-13 * scale));
    }
  }

  /** Oracle 8: λ_min(𝔇) >= 1/‖U‖² >= 1/(m(1+γ)²). */
  @Property(tries = 50)
  void operatorIsBoundedBelow(
      @ForAll @LongRange(max = 10_000) long replicate,
      @ForAll @IntRange(min = 1, max = 9) int m,
      @ForAll @IntRange(min = 1, max = 4) int outputs,
      @ForAll @DoubleRange(max = 0.95) double gamma) {
    Problem p = problem(replicate, m, outputs, 12, gamma);
    p.evaluate();
    double lambda = SymmetricEigen.values(WeightOperator.of(p.implicit()))[0];
    double fromNorm = 1 / WeightOperator.squaredNormOfU(p.implicit().layer(), m);
    assertThat(lambda).isGreaterThanOrEqualTo(fromNorm * (1 - 1e-10));
    assertThat(fromNorm * (1 + 1e-12)).isGreaterThanOrEqualTo(1 / (m * Math.pow(1 + gamma, 2)));
  }

  /** With c = 1 for 1/n, all that follows from the loss is n times as large. */
  @Property(tries = 30)
  void scaledReductionScalesLossAndGradientByTheSamples(
      @ForAll @LongRange(max = 10_000) long replicate,
      @ForAll @IntRange(min = 2, max = 9) int m,
      @ForAll @IntRange(min = 1, max = 20) int n) {
    Object[] values = {"width", m, "num_samples", n, "num_test_samples", 0, "noise", 0.3};
    Problem mean = Problem.draw(replicate, values);
    Object[] sums = Arrays.copyOf(values, 10);
    sums[8] = "loss_reduction";
    sums[9] = "sum";
    Problem sum = Problem.draw(replicate, sums);
    double excess = mean.evaluate();
    assertThat(sum.evaluate()).isCloseTo(n * excess, within(1e-12 * n * excess));
    double scale = Math.sqrt(OutputLoss.sumOfSquares(sum.gradient()));
    for (int i = 0; i < mean.gradient().length; i++) {
      assertThat(sum.gradient()[i]).isCloseTo(n * mean.gradient()[i], within(1e-12 * scale));
    }
  }
}
