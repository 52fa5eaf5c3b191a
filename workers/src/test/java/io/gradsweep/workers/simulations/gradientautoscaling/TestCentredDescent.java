package io.gradsweep.workers.simulations.gradientautoscaling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.gradsweep.results.random.RandomStream;
import io.gradsweep.results.random.Streams;
import io.gradsweep.workers.simulations.gradientautoscaling.GradientTransform.Method;
import io.gradsweep.workers.simulations.gradientautoscaling.GradientTransform.SigmaMode;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Oracles P9, P10 and P14 to P16: what transforms do to descent, on quadratics. */
class TestCentredDescent {

  private static final int SIZE = 12;
  private static final List<GradientBlock> BLOCKS =
      List.of(new GradientBlock(0, 8, 2, true), new GradientBlock(8, 4, 4, false));
  private static final List<GradientBlock> ONE = List.of(new GradientBlock(0, SIZE, 3, true));

  private static GradientTransform transform(
      Method method, AlphaRule rule, List<GradientBlock> blocks) {
    return new GradientTransform(
        method, SigmaMode.RMS_CENTRED, 1, 0, new Multiplier(rule, 0, false, false), blocks);
  }

  private static double[] normal(String purpose, int size) {
    RandomStream random = Streams.ofSweep(11, purpose);
    double[] x = new double[size];
    for (int i = 0; i < size; i++) {
      x[i] = random.nextGaussian();
    }
    return x;
  }

  /** Hx - b with H = diag(1 … 4) + 0.1·(all ones). */
  private static double[] slope(double[] x, double[] b) {
    double sum = 0;
    for (double xi : x) {
      sum += xi;
    }
    double[] g = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      g[i] = (1 + 3.0 * i / (x.length - 1)) * x[i] + 0.1 * sum - b[i];
    }
    return g;
  }

  /** P9, momentum 0. */
  @ParameterizedTest
  @EnumSource(AlphaRule.class)
  void autoscaleIsCentringWithAnotherStepSizeOnTheEligible(AlphaRule rule) {
    double[] b = normal("b", SIZE);
    double[] x = normal("start", SIZE);
    double[] y = x.clone();
    GradientTransform scaled = transform(Method.AUTOSCALE, rule, BLOCKS);
    GradientTransform centred = transform(Method.CENTER, rule, BLOCKS);
    WeightUpdate optimizer = WeightUpdate.sgd(SIZE, 0);
    double stepSize = 0.05;
    for (int t = 0; t < 50; t++) {
      double[] g = slope(x, b);
      scaled.apply(g);
      optimizer.step(x, g, stepSize);
      double[] h = slope(y, b);
      centred.apply(h);
      for (int i = 0; i < SIZE; i++) {
        y[i] -= stepSize * (i < 8 ? scaled.alpha() : 1) * h[i];
      }
    }
    for (int i = 0; i < SIZE; i++) {
      assertThat(x[i]).isCloseTo(y[i], within(1e-10));
    }
  }

  /** P10: without decay the mean of an eligible tensor never moves, with momentum or without. */
  @Test
  void meansOfCentredTensorsAreFrozen() {
    for (double momentum : new double[] {0, 0.9}) {
      double[] x = descended(Method.AUTOSCALE, momentum, 0, false, 200);
      double[] start = normal("start", SIZE);
      assertThat(BLOCKS.get(0).mean(x)).isCloseTo(BLOCKS.get(0).mean(start), within(1e-12));
      assertThat(BLOCKS.get(1).mean(x)).isNotCloseTo(BLOCKS.get(1).mean(start), within(1e-3));
    }
  }

  /** P10: decay after centring shrinks the mean by 1 - ηλ a step. */
  @Test
  void decayAfterCentringShrinksTheMeanAndNothingElseDoes() {
    double[] x = descended(Method.CENTER, 0, 0.1, false, 200);
    double expected = BLOCKS.get(0).mean(normal("start", SIZE));
    for (int t = 0; t < 200; t++) {
      expected *= 1 - 0.05 * 0.1;
    }
    assertThat(BLOCKS.get(0).mean(x)).isCloseTo(expected, within(1e-12));
  }

  /** P10: centralisation of gradient and decay together freezes each filter's mean. */
  @Test
  void centralisationWithDecayInsideFreezesTheMeansOfFilters() {
    double[] x = descended(Method.GC, 0, 0.1, true, 200);
    double[] start = normal("start", SIZE);
    for (int filter = 0; filter < 2; filter++) {
      assertThat(GradientBlock.mean(x, 4 * filter, 4))
          .isCloseTo(GradientBlock.mean(start, 4 * filter, 4), within(1e-12));
    }
  }

  private static double[] descended(
      Method method, double momentum, double decay, boolean before, int steps) {
    double[] b = normal("b", SIZE);
    double[] x = normal("start", SIZE);
    GradientTransform transform = transform(method, AlphaRule.RATIO_TO_MAX, BLOCKS);
    WeightUpdate optimizer = WeightUpdate.sgd(SIZE, momentum);
    for (int t = 0; t < steps; t++) {
      double[] g = slope(x, b);
      for (int i = 0; i < SIZE; i++) {
        g[i] += before ? decay * x[i] : 0;
      }
      transform.apply(g);
      for (int i = 0; i < SIZE; i++) {
        g[i] += before ? 0 : decay * x[i];
      }
      optimizer.step(x, g, 0.05);
    }
    return x;
  }

  /** P14: r_t·ηλt → 1, within 0.01 at t = 1000 for ηλ = 0.5; an independent run found 0.9914. */
  @ParameterizedTest
  @EnumSource(
      value = AlphaRule.class,
      names = {"RATIO_TO_INITIAL", "RATIO_TO_MAX"})
  void ratioRulesTurnLinearConvergenceIntoOneOverT(AlphaRule rule) {
    double[] x = normal("isotropic", SIZE);
    double mean = GradientBlock.mean(x, 0, SIZE);
    GradientBlock.centre(x, 0, SIZE, mean, 1);
    double first = Math.sqrt(GradientBlock.squaresAround(0, x, 0, SIZE));
    GradientTransform transform = transform(Method.AUTOSCALE, rule, ONE);
    WeightUpdate optimizer = WeightUpdate.sgd(SIZE, 0);
    for (int t = 0; t < 1000; t++) {
      double[] g = x.clone();
      transform.apply(g);
      optimizer.step(x, g, 0.5);
    }
    double ratio = Math.sqrt(GradientBlock.squaresAround(0, x, 0, SIZE)) / first;
    assertThat(ratio * 0.5 * 1000).isCloseTo(1, within(0.01)).isCloseTo(0.9914, within(5e-4));
  }

  /**
   * The bound on descent with a multiplier that is known before its gradient: for a smooth f with
   * noise of variance s² in the projected gradient, the least E‖P∇f(x_t)‖² of T steps is at most
   * 2(f(x_0) - f*)/(aηT) + L η s²/a, a the least multiplier, η at most 1/L. Here L is 4 + 0.1·n at
   * most, and the mean is over 400 runs. It is the gradient's projection that is bounded: the part
   * along the mean never shrinks.
   */
  @ParameterizedTest
  @EnumSource(
      value = AlphaRule.class,
      names = {"RATIO_TO_MAX", "RATIO_TO_PREVIOUS"})
  void theProjectedGradientOfNoisyDescentIsBounded(AlphaRule rule) {
    int runs = 400;
    int steps = 60;
    double stepSize = 0.1;
    double smoothness = 4 + 0.1 * SIZE;
    double noise = 0.3;
    double[] b = normal("b", SIZE);
    double[] start = normal("start", SIZE);
    RandomStream random = Streams.ofSweep(11, "noise of the gradient");
    double[] meanSquares = new double[steps];
    double leastAlpha = 1;
    double along = 0;
    for (int run = 0; run < runs; run++) {
      double[] x = start.clone();
      GradientTransform transform =
          new GradientTransform(
              Method.AUTOSCALE,
              SigmaMode.RMS_CENTRED,
              1,
              0,
              new Multiplier(rule, 0, true, false),
              ONE);
      WeightUpdate optimizer = WeightUpdate.sgd(SIZE, 0);
      for (int t = 0; t < steps; t++) {
        double[] g = slope(x, b);
        meanSquares[t] +=
            GradientBlock.squaresAround(GradientBlock.mean(g, 0, SIZE), g, 0, SIZE) / runs;
        for (int i = 0; i < SIZE; i++) {
          g[i] += noise * random.nextGaussian();
        }
        transform.apply(g);
        leastAlpha = Math.min(leastAlpha, transform.alpha());
        optimizer.step(x, g, stepSize);
      }
      along += GradientBlock.mean(slope(x, b), 0, SIZE) / runs;
    }
    double bound =
        2 * (value(start, b) - leastValue(b)) / (leastAlpha * stepSize * steps)
            + smoothness * stepSize * noise * noise * (SIZE - 1) / leastAlpha;
    double least = Double.POSITIVE_INFINITY;
    for (double square : meanSquares) {
      least = Math.min(least, square);
    }
    assertThat(least).isLessThanOrEqualTo(bound).isLessThan(meanSquares[0] / 3);
    assertThat(Math.abs(along)).isGreaterThan(0.1);
  }

  /** ½ xᵀHx - bᵀx, from its slope. */
  private static double value(double[] x, double[] b) {
    double[] slope = slope(x, b);
    double value = 0;
    for (int i = 0; i < x.length; i++) {
      value += (slope[i] - b[i]) * x[i] / 2;
    }
    return value;
  }

  /** By plain descent to the bottom. */
  private static double leastValue(double[] b) {
    double[] x = new double[SIZE];
    for (int t = 0; t < 1000; t++) {
      double[] g = slope(x, b);
      for (int i = 0; i < SIZE; i++) {
        x[i] -= 0.2 * g[i];
      }
    }
    return value(x, b);
  }

  /**
   * P15: the limit of centred descent solves P(Hx - b) = 0 with the mean of the start; its linear
   * rate is 1 - ηλ for the least eigenvalue λ of PHP on the range of P. PHP = P·diag·P here, whose
   * eigenvalues are the roots of Σ 1/(d_i - λ) = 0.
   */
  @Test
  void centredDescentSolvesTheProjectedEquationAtItsLinearRate() {
    double[] b = normal("b", SIZE);
    double[] x = normal("start", SIZE);
    double mean = GradientBlock.mean(x, 0, SIZE);
    GradientTransform transform = transform(Method.CENTER, AlphaRule.CONSTANT, ONE);
    WeightUpdate optimizer = WeightUpdate.sgd(SIZE, 0);
    double before = Double.NaN;
    double rate = Double.NaN;
    for (int t = 0; t < 2000; t++) {
      double[] g = slope(x, b);
      transform.apply(g);
      double norm = Math.sqrt(GradientBlock.squaresAround(0, g, 0, SIZE));
      rate = t == 400 ? norm / before : rate;
      before = norm;
      optimizer.step(x, g, 0.05);
    }
    double[] left = slope(x, b);
    GradientBlock.centre(left, 0, SIZE, GradientBlock.mean(left, 0, SIZE), 1);
    assertThat(Math.sqrt(GradientBlock.squaresAround(0, left, 0, SIZE))).isLessThan(1e-6);
    assertThat(GradientBlock.mean(x, 0, SIZE)).isCloseTo(mean, within(1e-12));
    assertThat(1 - rate).isCloseTo(0.05 * leastProjectedEigenvalue(), within(0.02 * (1 - rate)));
  }

  /** The root of Σ 1/(d_i - λ) between d_0 = 1 and d_1 = 1 + 3/11, by bisection. */
  private static double leastProjectedEigenvalue() {
    double low = 1;
    double high = 1 + 3.0 / (SIZE - 1);
    for (int k = 0; k < 60; k++) {
      double middle = (low + high) / 2;
      double sum = 0;
      for (int i = 0; i < SIZE; i++) {
        sum += 1 / (1 + 3.0 * i / (SIZE - 1) - middle);
      }
      // from minus infinity right of d_0 to infinity left of d_1
      low = sum < 0 ? middle : low;
      high = sum < 0 ? high : middle;
    }
    return low;
  }

  /** P16: Adam takes a constant factor away. */
  @Test
  void adamDoesNotSeeAConstantMultiplier() {
    double[] b = normal("b", SIZE);
    double[] x = normal("start", SIZE);
    double[] y = x.clone();
    WeightUpdate plain = WeightUpdate.adam(SIZE);
    WeightUpdate scaled = WeightUpdate.adam(SIZE);
    for (int t = 0; t < 100; t++) {
      double[] g = slope(x, b);
      plain.step(x, g, 1e-3);
      double[] h = slope(y, b);
      for (int i = 0; i < SIZE; i++) {
        h[i] *= 0.3;
      }
      scaled.step(y, h, 1e-3);
    }
    for (int i = 0; i < SIZE; i++) {
      assertThat(y[i]).isCloseTo(x[i], within(1e-5 * Math.max(1, Math.abs(x[i]))));
    }
  }

  /** P7: without a transform, descent is the textbook's, bit for bit. */
  @Test
  void noneIsStochasticGradientDescentWithMomentum() {
    double[] b = normal("b", SIZE);
    double[] x = normal("start", SIZE);
    double[] y = x.clone();
    double[] v = new double[SIZE];
    GradientTransform none = transform(Method.NONE, AlphaRule.CONSTANT, BLOCKS);
    WeightUpdate optimizer = WeightUpdate.sgd(SIZE, 0.9);
    for (int t = 0; t < 20; t++) {
      double[] g = slope(x, b);
      none.apply(g);
      optimizer.step(x, g, 0.01);
      double[] h = slope(y, b);
      for (int i = 0; i < SIZE; i++) {
        v[i] = 0.9 * v[i] + h[i];
        y[i] = y[i] - 0.01 * v[i];
      }
    }
    assertThat(x).isEqualTo(y);
  }
}
