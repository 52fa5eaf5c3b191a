package io.gradsweep.results.summary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TestLinearFit {

  /** NIST's Norris data set, linear regression, with its certified values. */
  private static final double[][] NORRIS = {
    {0.2, 0.1}, {337.4, 338.8}, {118.2, 118.1}, {884.6, 888.0}, {10.1, 9.2}, {226.5, 228.1},
    {666.3, 668.5}, {996.3, 998.5}, {448.6, 449.1}, {777.0, 778.9}, {558.2, 559.2}, {0.4, 0.3},
    {0.6, 0.1}, {775.5, 778.1}, {666.9, 668.8}, {338.0, 339.3}, {447.5, 448.9}, {11.6, 10.8},
    {556.0, 557.7}, {228.1, 228.3}, {995.8, 998.0}, {887.6, 888.8}, {120.2, 119.6}, {0.3, 0.3},
    {0.3, 0.6}, {556.8, 557.6}, {339.1, 339.3}, {887.2, 888.0}, {999.0, 998.5}, {779.0, 778.9},
    {11.1, 10.2}, {118.3, 117.6}, {229.2, 228.9}, {669.1, 668.4}, {448.9, 449.2}, {0.5, 0.2}
  };

  private static LinearFit fit(int from, int to) {
    LinearFit fit = new LinearFit();
    for (int i = from; i < to; i++) {
      fit.add(NORRIS[i][0], NORRIS[i][1]);
    }
    return fit;
  }

  private static void requireCertified(LinearFit fit) {
    assertThat(fit.n()).isEqualTo(36);
    assertThat(fit.slope()).isCloseTo(1.00211681802045, within(1e-12));
    assertThat(fit.intercept()).isCloseTo(-0.262323073774029, within(1e-10));
    assertThat(fit.slopeStandardError()).isCloseTo(0.429796848199937E-03, within(1e-11));
    assertThat(fit.r2()).isCloseTo(0.999993745883712, within(1e-12));
  }

  @Test
  void certifiedValuesOfNistAreMet() {
    requireCertified(fit(0, 36));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 17, 35, 36})
  void cuttingTheSampleAnywhereChangesNothing(int cut) {
    LinearFit merged = fit(0, cut);
    merged.merge(fit(cut, 36));
    requireCertified(merged);
  }

  /** Scaled by powers of two, the same line, scaled: to the last bit, however it is cut. */
  @ParameterizedTest
  @CsvSource({"600, 0", "0, 600", "-600, 700", "-1000, 5", "130, -130", "900, 900", "-1, 1"})
  void sizeCostsNoDigits(int ofX, int ofY) {
    LinearFit plain = fit(0, 17);
    plain.merge(fit(17, 36));
    LinearFit scaled = new LinearFit();
    LinearFit tail = new LinearFit();
    for (int i = 0; i < NORRIS.length; i++) {
      (i < 17 ? scaled : tail).add(Math.scalb(NORRIS[i][0], ofX), Math.scalb(NORRIS[i][1], ofY));
    }
    scaled.merge(tail);
    assertThat(scaled.slope()).isEqualTo(Math.scalb(plain.slope(), ofY - ofX));
    assertThat(scaled.intercept()).isEqualTo(Math.scalb(plain.intercept(), ofY));
    assertThat(scaled.slopeStandardError())
        .isEqualTo(Math.scalb(plain.slopeStandardError(), ofY - ofX));
    assertThat(scaled.r2()).isEqualTo(plain.r2());
  }

  @Test
  void tooFewPointsGiveNaN() {
    LinearFit fit = new LinearFit();
    assertThat(fit.slope()).isNaN();
    fit.add(1, 2);
    assertThat(fit.slope()).isNaN();
    fit.add(2, 4);
    assertThat(fit.slope()).isEqualTo(2);
    assertThat(fit.slopeStandardError()).isNaN();
  }
}
