package io.gradsweep.workers.simulations.gradientautoscaling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.gradsweep.results.random.RandomStream;
import io.gradsweep.results.random.Streams;
import io.gradsweep.workers.simulations.gradientautoscaling.GradientTransform.Method;
import io.gradsweep.workers.simulations.gradientautoscaling.GradientTransform.SigmaMode;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Oracles P3 to P8 and P11, on random gradients whose tensors have very different scales. */
class TestGradientTransform {

  private static final List<GradientBlock> BLOCKS =
      List.of(
          new GradientBlock(0, 216, 8, true),
          new GradientBlock(216, 8, 8, false),
          new GradientBlock(224, 576, 8, true),
          new GradientBlock(800, 1001, 7, true));
  private static final double[] SCALES = {1e-3, 1, 30, 0.1};

  static GradientTransform transform(Method method, AlphaRule rule, double clip, double epsilon) {
    return new GradientTransform(
        method,
        SigmaMode.RMS_CENTRED,
        clip,
        epsilon,
        new Multiplier(rule, epsilon, false, false),
        BLOCKS);
  }

  private static GradientTransform transform(Method method) {
    return transform(method, AlphaRule.RATIO_TO_MAX, 1, 0);
  }

  private static double[] gradient(String purpose) {
    RandomStream random = Streams.ofSweep(3, purpose);
    double[] g = new double[1801];
    for (int l = 0; l < BLOCKS.size(); l++) {
      GradientBlock block = BLOCKS.get(l);
      for (int i = block.offset(); i < block.offset() + block.size(); i++) {
        g[i] = SCALES[l] * (random.nextGaussian() + 0.3);
      }
    }
    return g;
  }

  private static double[] applied(GradientTransform transform, double[] g) {
    double[] copy = g.clone();
    transform.apply(copy);
    return copy;
  }

  private static double norm2(GradientBlock block, double[] g) {
    return block.squaresAround(0, g);
  }

  /** P3. */
  @Test
  void centredTensorsHaveMeanZeroAndObeyPythagoras() {
    double[] g = gradient("centre");
    double[] centred = applied(transform(Method.CENTER), g);
    double[] twice = applied(transform(Method.CENTER), centred);
    for (int l = 0; l < BLOCKS.size(); l++) {
      GradientBlock block = BLOCKS.get(l);
      double mean = block.mean(g);
      if (!block.eligible()) {
        continue;
      }
      assertThat(block.mean(centred)).isCloseTo(0, within(1e-12 * SCALES[l]));
      assertThat(norm2(block, centred)).isLessThanOrEqualTo(norm2(block, g));
      assertThat(norm2(block, centred) + block.size() * mean * mean)
          .isCloseTo(norm2(block, g), within(1e-12 * norm2(block, g)));
      for (int i = block.offset(); i < block.offset() + block.size(); i++) {
        assertThat(twice[i]).isCloseTo(centred[i], within(1e-12 * SCALES[l]));
      }
    }
    assertThat(Arrays.copyOfRange(centred, 216, 224)).isEqualTo(Arrays.copyOfRange(g, 216, 224));
  }

  /** P4. */
  @Test
  void centralisationTakesTheMeanOfEachFilterWhetherTensorsWereCentredOrNot() {
    double[] g = gradient("filters");
    double[] gc = applied(transform(Method.GC), g);
    double[] after = applied(transform(Method.GC), applied(transform(Method.CENTER), g));
    for (int l = 0; l < BLOCKS.size(); l++) {
      GradientBlock block = BLOCKS.get(l);
      int inputs = block.size() / block.filters();
      for (int f = 0; block.eligible() && f < block.filters(); f++) {
        assertThat(GradientBlock.mean(gc, block.offset() + f * inputs, inputs))
            .isCloseTo(0, within(1e-12 * SCALES[l]));
      }
      for (int i = block.offset(); i < block.offset() + block.size(); i++) {
        assertThat(after[i]).isCloseTo(gc[i], within(1e-12 * SCALES[l]));
      }
    }
  }

  /** P5, with the unbiased deviation. */
  @Test
  void zScoresHaveMeanZeroAndDeviationOne() {
    double[] z = applied(transform(Method.ZNORM), gradient("z"));
    for (GradientBlock block : BLOCKS) {
      if (block.eligible()) {
        assertThat(block.mean(z)).isCloseTo(0, within(1e-5));
        assertThat(norm2(block, z)).isCloseTo(block.size() - 1, within(1e-5 * block.size()));
      }
    }
  }

  /** P6. */
  @Test
  void clippingBoundsTheNormAndKeepsTheDirection() {
    double[] g = gradient("clip");
    double norm = Math.sqrt(GradientBlock.squaresAround(0, g, 0, g.length));
    double[] clipped = applied(transform(Method.CLIP_NORM, AlphaRule.CONSTANT, 2, 0), g);
    double after = Math.sqrt(GradientBlock.squaresAround(0, clipped, 0, g.length));
    assertThat(after).isLessThanOrEqualTo(2).isCloseTo(2, within(1e-6));
    for (int i = 0; i < g.length; i++) {
      assertThat(clipped[i] * norm).isCloseTo(g[i] * after, within(1e-6));
    }
    assertThat(applied(transform(Method.CLIP_NORM, AlphaRule.CONSTANT, 2 * norm, 0), g))
        .isEqualTo(g);
    for (double x : applied(transform(Method.CLIP_VALUE, AlphaRule.CONSTANT, 0.5, 0), g)) {
      assertThat(x).isBetween(-0.5, 0.5);
    }
  }

  /** P7. */
  @Test
  void autoscaleByOneIsCentringAndNoneIsNothingBitForBit() {
    double[] g = gradient("one");
    assertThat(applied(transform(Method.AUTOSCALE, AlphaRule.CONSTANT, 1, 0), g))
        .isEqualTo(applied(transform(Method.CENTER), g));
    assertThat(applied(transform(Method.NONE), g)).isEqualTo(g);
  }

  /** P8. */
  @Test
  void ratioToMaxIsOneFactorForAllTensorsAndNeverAmplifies() {
    GradientTransform transform = transform(Method.AUTOSCALE);
    for (int t = 0; t < 50; t++) {
      double[] g = gradient("step " + t);
      for (int i = 0; i < g.length; i++) {
        g[i] *= 1 + StrictMath.sin(t);
      }
      double[] centred = applied(transform(Method.CENTER), g);
      double[] scaled = applied(transform, g);
      double alpha = transform.alpha();
      assertThat(alpha).isPositive().isLessThanOrEqualTo(1);
      assertThat(t > 0 || alpha == 1).isTrue();
      for (GradientBlock block : BLOCKS) {
        for (int i = block.offset(); i < block.offset() + block.size(); i++) {
          assertThat(scaled[i]).isEqualTo(block.eligible() ? alpha * centred[i] : g[i]);
        }
      }
    }
    assertThat(transform.largestAmplification()).isLessThanOrEqualTo(1 + 1e-12);
  }

  /** P11: scaling the loss scales all gradients. */
  @ParameterizedTest
  @EnumSource(
      value = AlphaRule.class,
      names = {"RATIO_TO_MAX", "RATIO_TO_INITIAL", "RATIO_TO_PREVIOUS"})
  void ratioRulesDoNotSeeAScalingOfTheLoss(AlphaRule rule) {
    GradientTransform plain = transform(Method.AUTOSCALE, rule, 1, 0);
    GradientTransform scaled = transform(Method.AUTOSCALE, rule, 1, 0);
    for (int t = 0; t < 5; t++) {
      double[] g = gradient("scaling " + t);
      applied(plain, g);
      applied(scaled, times(1000, g));
      assertThat(scaled.alpha()).isCloseTo(plain.alpha(), within(1e-10));
    }
  }

  @Test
  void zScoresDoNotSeeAScalingOfTheLoss() {
    double[] g = gradient("scaling");
    double[] z = applied(transform(Method.ZNORM), g);
    double[] scaled = applied(transform(Method.ZNORM), times(1000, g));
    for (GradientBlock block : BLOCKS) {
      for (int i = block.offset(); block.eligible() && i < block.offset() + block.size(); i++) {
        assertThat(scaled[i]).isCloseTo(z[i], within(1e-10));
      }
    }
    assertThat(applied(transform(Method.NONE), times(1000, g))).isEqualTo(times(1000, g));
  }

  private static double[] times(double c, double[] g) {
    double[] scaled = g.clone();
    for (int i = 0; i < g.length; i++) {
      scaled[i] *= c;
    }
    return scaled;
  }

  /** POOLED² = RMS_CENTRED² + Σ m_l (μ_l - μ)²/M, and the variance of all entries together. */
  @Test
  void threeReadingsOfTheGlobalDeviationAreThreeNumbers() {
    double[] g = {1, 3, 10, 14, 18, 100};
    List<GradientBlock> blocks =
        List.of(
            new GradientBlock(0, 2, 1, true),
            new GradientBlock(2, 3, 1, true),
            new GradientBlock(5, 1, 1, false));
    double[] sigmas = new double[3];
    for (SigmaMode mode : SigmaMode.values()) {
      GradientTransform t =
          new GradientTransform(
              Method.NONE, mode, 1, 0, new Multiplier(AlphaRule.CONSTANT, 0, false, false), blocks);
      applied(t, g);
      sigmas[mode.ordinal()] = t.lastSigma();
    }
    // by hand: centred squares 2 and 32; means 2, 14, 9.2; stds √2 and 4
    assertThat(sigmas[0]).isCloseTo(Math.sqrt(34 / 5.0), within(1e-14));
    assertThat(sigmas[1])
        .isCloseTo(Math.sqrt((34 + 2 * 7.2 * 7.2 + 3 * 4.8 * 4.8) / 5), within(1e-14));
    assertThat(sigmas[2]).isCloseTo((Math.sqrt(2) + 4) / 2, within(1e-14));
  }

  @Test
  void multipliersAreAskedEachStepLateOrEachEpoch() {
    Multiplier now = new Multiplier(AlphaRule.RATIO_TO_INITIAL, 0, false, false);
    Multiplier late = new Multiplier(AlphaRule.RATIO_TO_INITIAL, 0, true, false);
    Multiplier byEpoch = new Multiplier(AlphaRule.RATIO_TO_INITIAL, 0, false, true);
    double[] sigmas = {2, 4, 1};
    double[] expectedNow = {1, 2, 0.5};
    double[] expectedLate = {1, 1, 2};
    for (int t = 0; t < 3; t++) {
      assertThat(now.next(sigmas[t])).isEqualTo(expectedNow[t]);
      assertThat(late.next(sigmas[t])).isEqualTo(expectedLate[t]);
      assertThat(byEpoch.next(sigmas[t])).isEqualTo(1);
    }
    byEpoch.endEpoch();
    byEpoch.next(3.5);
    byEpoch.endEpoch();
    assertThat(byEpoch.next(1)).isCloseTo(1.5, within(1e-15)); // 3.5 / mean(2, 4, 1)
  }

  @Test
  void rulesAreTheirFormulas() {
    AlphaState state = new AlphaState();
    state.remember(4);
    state.remember(2);
    assertThat(AlphaRule.RATIO_TO_MAX.alpha(2, 1, 0, state)).isEqualTo(0.25);
    assertThat(AlphaRule.RATIO_TO_MAX.alpha(2, 8, 0, state)).isEqualTo(1);
    assertThat(AlphaRule.RATIO_TO_INITIAL.alpha(2, 8, 0, state)).isEqualTo(2);
    assertThat(AlphaRule.RATIO_TO_PREVIOUS.alpha(2, 1, 0, state)).isEqualTo(0.5);
    assertThat(AlphaRule.RATIO_TO_PREVIOUS.alpha(2, 3, 0, state)).isEqualTo(1);
    assertThat(AlphaRule.RAW_STD.alpha(2, 3, 0, state)).isEqualTo(3);
    assertThat(AlphaRule.INVERSE_STD.alpha(2, 3, 1, state)).isEqualTo(0.25);
    assertThat(AlphaRule.CONSTANT.alpha(2, 3, 1, state)).isEqualTo(1);
  }
}
