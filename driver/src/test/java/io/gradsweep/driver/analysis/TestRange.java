package io.gradsweep.driver.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.gradsweep.driver.analysis.Comparison.Contrast;
import io.gradsweep.driver.query.Answer;
import io.gradsweep.driver.query.Estimate;
import io.gradsweep.sweeps.spec.Arms;
import io.gradsweep.sweeps.spec.FitScale;
import io.gradsweep.sweeps.spec.FitSpec;
import io.gradsweep.sweeps.spec.Statistic;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Numbers whose squares no double holds. */
class TestRange {

  private static Answer summary(List<String> show, double... values) {
    List<Statistic> statistics = show.stream().map(Statistic::parse).toList();
    GroupTable table =
        new GroupTable(
            Ends.OF_TRIALS,
            List.of(),
            List.of(new Measure("final_loss", statistics, true, Optional.empty())),
            false,
            Map.of());
    for (double value : values) {
      table.add(new Object[] {"converged", value});
    }
    return table.answer();
  }

  private static Object cell(Answer answer, String column) {
    return answer.rows().get(0).get(answer.columns().indexOf(column));
  }

  @ParameterizedTest
  @ValueSource(doubles = {1e160, 1e-170, 1e-300, 1e300})
  void spreadAndIntervalAreThoseOfTheNumbersAsTheyAre(double size) {
    double[] values = {1 * size, 2 * size, 3 * size, 4 * size, 5 * size};
    Answer answer = summary(List.of("mean", "sd", "geomean"), values);
    assertThat(answer.columns()).doesNotContain("note");
    Estimate mean = (Estimate) cell(answer, "final_loss mean");
    // t of 4 degrees of freedom, times sqrt(2.5 / 5)
    assertThat(mean.high() - mean.value())
        .isCloseTo(2.7764451051977987 * Math.sqrt(0.5) * size, withinPercentage(1e-6));
    Estimate sd = (Estimate) cell(answer, "final_loss sd");
    assertThat(sd.value()).isCloseTo(Math.sqrt(2.5) * size, withinPercentage(1e-9));
    Estimate geomean = (Estimate) cell(answer, "final_loss geomean");
    assertThat(geomean.value()).isCloseTo(Math.pow(120, 0.2) * size, withinPercentage(1e-9));
  }

  @Test
  void aSpreadThatNoDoubleHoldsIsNotTooFewTrials() {
    Answer answer = summary(List.of("mean", "median"), -1.7e308, 1.7e308, -1.7e308, 1.7e308);
    assertThat((String) cell(answer, "note"))
        .contains("final_loss mean, 4 trials: their spread is out of the range of numbers")
        .contains("final_loss median, 4 trials: too few for an interval");
    assertThat(((Estimate) cell(answer, "final_loss median")).value()).isZero();
  }

  private static Answer comparison(Contrast form, double[] first, double[] second) {
    PairTable table =
        new PairTable(
            List.of(),
            List.of("seed", "replicate"),
            List.of("final_loss"),
            new Arms("optimizer", "natural", "gradient"),
            form);
    for (int i = 0; i < first.length; i++) {
      table.add(new Object[] {0L, (long) i, first[i], 0L});
      table.add(new Object[] {0L, (long) i, second[i], 1L});
    }
    return table.answer();
  }

  /** 1e200 / 1e-200 is beyond every double, and its square root is not. */
  @Test
  void ratiosAreComparedAsLogarithms() {
    double[] first = {1e200, 1e-200, 2e160, 1e-160};
    double[] second = {1e-200, 1e200, 1e160, 1e-160};
    Answer answer = comparison(Contrast.RATIO, first, second);
    assertThat(((Estimate) cell(answer, "ratio")).value())
        .isCloseTo(Math.pow(2, 0.25), withinPercentage(1e-9));
    Estimate difference =
        (Estimate) cell(comparison(Contrast.DIFFERENCE, first, second), "difference");
    assertThat(difference.high()).isFinite();
  }

  @Test
  void aRatioIsOfNumbersAboveZeroOnBothSides() {
    for (double[] second : List.of(new double[] {-1, -2, -3}, new double[] {1, 0, 2})) {
      Answer answer = comparison(Contrast.RATIO, second, second);
      assertThat(cell(answer, "ratio")).isEqualTo(Estimate.NONE);
      assertThat((String) cell(answer, "note"))
          .matches("[13] of 3 pairs not above 0 on both sides: no ratio");
    }
  }

  /** A line and a parabola over x of any size: the bend is told in slopes of the same size. */
  @Test
  void bendsAreSeenAtAnySize() {
    for (double size : new double[] {1, 1e160, 1e-160}) {
      for (String expected : List.of("no bend", "bend: ")) {
        FitGroup group =
            new FitGroup(
                new FitSpec("y", "x", FitScale.SEMILOG, List.of(), -1e308, 1e308),
                List.of(),
                Intervals.USUAL);
        for (long replicate = 0; replicate < 4; replicate++) {
          List<Object> streams = Stream.<Object>of(0L, replicate).toList();
          for (int i = 1; i <= 6; i++) {
            double square = expected.equals("bend: ") ? 0.1 * i * i : 0;
            group.add(
                streams, i * size, Math.exp(i + square + 1e-3 * Math.sin(7.0 * i + replicate)));
          }
        }
        FitResult fit = group.result();
        assertThat(fit.check()).as("size %s", size).startsWith(expected);
        assertThat(fit.slope() * size).isBetween(0.99, 1.71);
      }
    }
  }
}
