package io.gradsweep.driver.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.gradsweep.driver.query.AnswerFormat;
import io.gradsweep.sweeps.spec.FitScale;
import io.gradsweep.sweeps.spec.FitSpec;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Exponents against NumPy's fits of the same points. */
class TestFits {

  private static FitGroup group(FitScale scale, double from, double to) {
    return new FitGroup(
        new FitSpec("y", "x", scale, List.of(), from, to), List.of(), Intervals.USUAL);
  }

  private static FitGroup everything() {
    return group(FitScale.LOGLOG, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
  }

  private static FitResult fit(FitGroup group, String points, int replicates) {
    for (String[] row : Oracle.rows("point", points)) {
      if (Long.parseLong(row[0]) < replicates) {
        group.add(
            List.of(0L, Long.parseLong(row[0])), Double.valueOf(row[1]), Double.valueOf(row[2]));
      }
    }
    return group.result();
  }

  @ParameterizedTest
  @ValueSource(strings = {"straight", "bent"})
  void theExponentIsTheMeanOfTheReplicatesSlopes(String points) {
    FitResult fit = fit(everything(), points, 5);
    double[] expected = Oracle.numbers("fit", points);
    assertThat(fit.slope()).isCloseTo(expected[0], within(1e-11));
    assertThat(fit.interval().orElseThrow().low()).isCloseTo(expected[1], within(1e-9));
    assertThat(fit.interval().orElseThrow().high()).isCloseTo(expected[2], within(1e-9));
    assertThat(fit.line().intercept()).isCloseTo(expected[3], within(1e-11));
    assertThat(fit.line().r2()).isCloseTo(expected[4], within(1e-11));
    assertThat(fit.points().n()).isEqualTo(35);
    assertThat(fit.points().replicates()).isEqualTo(5);
    assertThat(fit.method()).isEqualTo("mean of the slopes of 5 replicates");
  }

  @Test
  void residualsThatBendAreToldWithTheSlopesAtBothEnds() {
    assertThat(fit(everything(), "straight", 5).check()).isEqualTo("no bend");
    double[] ends = Oracle.numbers("ends", "bent");
    assertThat(fit(everything(), "bent", 5).check())
        .isEqualTo(
            "bend: slope %s at 16, %s at 1024".formatted(rounded(ends[0]), rounded(ends[1])));
  }

  private static String rounded(double x) {
    return AnswerFormat.text(x);
  }

  @ParameterizedTest
  @ValueSource(strings = {"straight", "bent"})
  void oneReplicateGivesOneLineWithIndependentResiduals(String points) {
    FitResult fit = fit(everything(), points, 1);
    double[] expected = Oracle.numbers("line", points);
    assertThat(fit.slope()).isCloseTo(expected[0], within(1e-11));
    assertThat(fit.interval().orElseThrow().low()).isCloseTo(expected[1], within(1e-9));
    assertThat(fit.interval().orElseThrow().high()).isCloseTo(expected[2], within(1e-9));
    assertThat(fit.method()).isEqualTo("one line through all points");
  }

  @Test
  void theWindowIsWhatCounts() {
    FitResult fit = fit(group(FitScale.LOGLOG, 32, 256), "straight", 5);
    assertThat(fit.points().n()).isEqualTo(20);
    assertThat(fit.points().from()).isEqualTo(32);
    assertThat(fit.points().to()).isEqualTo(256);
  }

  /** y = 5 e^(-3x). */
  @Test
  void aSemilogFitFindsTheRateOfADecay() {
    FitGroup group = group(FitScale.SEMILOG, 0, 2);
    for (int i = 0; i <= 8; i++) {
      group.add(List.of(0L, 0L), i / 4.0, 5 * Math.exp(-0.75 * i));
    }
    FitResult fit = group.result();
    assertThat(fit.slope()).isCloseTo(-3, within(1e-12));
    assertThat(fit.at(0)).isCloseTo(5, within(1e-12));
    assertThat(fit.at(1)).isCloseTo(5 * Math.exp(-3), within(1e-12));
    assertThat(fit.check()).isEqualTo("no bend");
  }

  /**
   * Of ten trials at each x, one lacks at 1, none at 10, two at 100, and x = 0 has no logarithm.
   */
  @Test
  void endsThatLoseMoreThanATenthAreNamed() {
    for (FitScale scale : FitScale.values()) {
      FitGroup group = group(scale, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
      for (long replicate = 0; replicate < 10; replicate++) {
        List<Object> streams = List.of(0L, replicate);
        group.add(streams, 0.0, 1.0);
        group.add(streams, 1.0, replicate < 1 ? null : 2.0);
        group.add(streams, 10.0, 3.0);
        group.add(streams, 100.0, replicate < 2 ? 0.0 : 4.0);
      }
      boolean log = scale == FitScale.LOGLOG;
      assertThat(group.result().points().whereLeftOut())
          .isEqualTo(
              log
                  ? "13 of 40 trials are left out: 10 with x not above 0, 1 without y, 2 with y not"
                      + " above 0; 10 of 10 at the lower end of x, 0, 2 of 10 at the upper end of x,"
                      + " 100"
                  : "3 of 40 trials are left out: 1 without y, 2 with y not above 0;"
                      + " 2 of 10 at the upper end of x, 100");
    }
    FitGroup windowed = group(FitScale.LOGLOG, 1, 10);
    windowed.add(List.of(0L, 0L), 0.0, 1.0);
    assertThat(windowed.result().points().whereLeftOut()).isEmpty();
  }

  @Test
  void whatHasNoLogarithmIsLeftOutAndCounted() {
    FitGroup group = everything();
    group.add(List.of(0L, 0L), 1.0, 1.0);
    group.add(List.of(0L, 0L), 2.0, null);
    group.add(List.of(0L, 0L), 3.0, 0.0);
    group.add(List.of(0L, 0L), null, 1.0);
    FitResult fit = group.result();
    assertThat(fit.points().n()).isEqualTo(1);
    assertThat(fit.points().leftOut()).isEqualTo(3);
    assertThat(fit.points().whereLeftOut())
        .isEqualTo(
            "3 of 4 trials are left out: 1 without y, 1 with y not above 0, 1 without x;"
                + " 1 of 1 at the upper end of x, 3");
    assertThat(fit.slope()).isNull();
    assertThat(fit.interval()).isEmpty();
    assertThat(fit.check()).isEqualTo("fewer than 2 values of x have a point");
    assertThat(everything().result().slope()).isNull();
  }

  @Test
  void theEndsOfAnAxisOfNearlyEqualValuesAreToldApart() {
    FitGroup group = everything();
    for (double x : new double[] {1.99996, 1.99998, 2, 2.00004}) {
      group.add(List.of(0L, 0L), x, 1 / x);
    }
    FitResult fit = group.result();
    assertThat(AnswerFormat.TABLE.print(Fits.table(fit.spec(), List.of(fit))))
        .contains(" 1.99996 | 2.00004 ");
  }
}
