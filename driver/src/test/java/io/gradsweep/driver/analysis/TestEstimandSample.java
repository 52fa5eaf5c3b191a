package io.gradsweep.driver.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.gradsweep.driver.RequestException;
import io.gradsweep.results.columns.Column;
import io.gradsweep.results.columns.TrialTable;
import io.gradsweep.results.trial.MeasurementSpec;
import io.gradsweep.results.trial.ParamValue;
import io.gradsweep.results.trial.ParameterSpec;
import io.gradsweep.results.trial.SimulationSpec;
import io.gradsweep.sweeps.plan.ResolvedEstimand;
import io.gradsweep.sweeps.spec.Estimand;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Numbers and intervals as the formulas of the sources give them. */
class TestEstimandSample {

  private static final SimulationSpec SPEC =
      new SimulationSpec(
          "toy",
          1,
          "Does nothing.",
          "none",
          List.of(
              ParameterSpec.real("step_size", "α").defaultsTo(1.0),
              ParameterSpec.choice("optimizer", "which", "plain", "natural").defaultsTo("plain")),
          List.of(MeasurementSpec.real("height", "how high")),
          List.of());
  private static final List<Column> COLUMNS = TrialTable.of(SPEC).columns();

  private record Row(String status, Map<String, Object> values) {}

  private static Row row(String status, Object... namesAndValues) {
    Map<String, Object> values = new HashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      values.put(namesAndValues[i].toString(), namesAndValues[i + 1]);
    }
    return new Row(status, values);
  }

  private static int place(String name) {
    return COLUMNS.stream().map(Column::name).toList().indexOf(name);
  }

  private static Estimated estimated(
      String estimand, Intervals intervals, List<List<Row>> replicates) {
    return sample(estimand, replicates).estimated(intervals);
  }

  private static EstimandSample sample(String estimand, List<List<Row>> replicates) {
    ResolvedEstimand resolved = ResolvedEstimand.of(Estimand.parse(estimand), COLUMNS, SPEC);
    EstimandSample sample =
        new EstimandSample(resolved, Ends.OF_TRIALS, place("status"), place("steps"));
    for (int r = 0; r < replicates.size(); r++) {
      for (Row row : replicates.get(r)) {
        ParamValue[] values = new ParamValue[COLUMNS.size()];
        values[place("status")] = ParamValue.of(row.status());
        row.values()
            .forEach(
                (name, value) ->
                    values[place(name)] =
                        value instanceof String text
                            ? ParamValue.of(text)
                            : ParamValue.of(((Number) value).doubleValue()));
        sample.add(new TrialValues(List.of(), List.of(18L, (long) r), values));
      }
    }
    return sample;
  }

  /** Trials that the environment ended have no value, of one grid point as of several. */
  @ParameterizedTest
  @ValueSource(strings = {"success", "share(height > 1)", "mean(height)", "geomean(height)"})
  void replicatesWithoutAValueAreNone(String estimand) {
    List<Row> lost = List.of(row("timed_out"), row("failed"));
    List<Row> half = List.of(row("timed_out"), row("converged", "height", 2));
    List<Row> whole = List.of(row("converged", "height", 3), row("converged", "height", 2));
    assertThat(sample(estimand, List.of(lost, half, whole, lost, lost)).independent()).isEqualTo(2);
    assertThat(sample(estimand, List.of(lost.subList(0, 1), whole.subList(0, 1))).independent())
        .isEqualTo(1);
  }

  /** One grid point: a replicate has one trial. */
  private static List<List<Row>> heights(double... heights) {
    List<List<Row>> replicates = new ArrayList<>();
    for (double height : heights) {
      replicates.add(List.of(row("converged", "height", height, "final_error", 2 * height)));
    }
    return replicates;
  }

  private static void assertThatIs(Estimated estimated, double value, double low, double high) {
    assertThat(estimated.estimate().value()).isCloseTo(value, within(1e-12));
    assertThat(estimated.estimate().low()).isCloseTo(low, within(1e-9));
    assertThat(estimated.estimate().high()).isCloseTo(high, within(1e-9 * Math.max(1, high)));
  }

  @ParameterizedTest
  @CsvSource({
    "mean(height),             0.95, 3,   1.036756838522439, 4.963243161477561",
    "mean(height),             0.99, 3,  -0.2555867048043865, 6.2555867048043865",
    "mean(final_error / height), 0.95, 2, 2, 2",
    "'mean(min(height, 3) + 1)', 0.95, 3.4, 2.2894219579208803, 4.5105780420791195",
    "'share(height <= 4)',     0.95, 0.8, 0.37553462976252533, 0.9637758913675698",
    "success,                  0.95, 1,   0.5655175352168251, 1"
  })
  void trialsOfOneGridPointAreASample(
      String estimand, double level, double value, double low, double high) {
    Estimated estimated = estimated(estimand, new Intervals(level), heights(1, 2, 3, 4, 5));
    assertThatIs(estimated, value, low, high);
    assertThat(estimated.n()).isEqualTo(5);
    assertThat(estimated.values()).isEqualTo(5);
  }

  @Test
  void orderStatisticsBoundAMedian() {
    double[] ten = {10, 9, 8, 7, 6, 5, 4, 3, 2, 1};
    assertThatIs(estimated("median(height)", Intervals.USUAL, heights(ten)), 5.5, 2, 9);
    assertThatIs(estimated("median(height)", new Intervals(0.99), heights(ten)), 5.5, 1, 10);
    assertThat(estimated("median(height)", Intervals.USUAL, heights(1, 2, 3)).estimate().interval())
        .isEmpty();
  }

  @Test
  void theGeometricMeanIsOfLogarithms() {
    assertThatIs(
        estimated("geomean(height)", Intervals.USUAL, heights(1, 10, 100)),
        10,
        0.0327991272807011,
        3048.861609767276);
    assertThat(estimated("geomean(height)", Intervals.USUAL, heights(1, 0, 2)).estimate().value())
        .isNull();
  }

  /** Two points, whose mean is the replicate's value: 1, 2, 3, 4, 5. */
  @Test
  void severalGridPointsGiveOneValueAReplicate() {
    List<List<Row>> replicates = new ArrayList<>();
    for (int r = 1; r <= 5; r++) {
      replicates.add(
          List.of(row("converged", "height", r - 10), row("diverged", "height", r + 10)));
    }
    Estimated mean = estimated("mean(height)", Intervals.USUAL, replicates);
    assertThatIs(mean, 3, 1.036756838522439, 4.963243161477561);
    assertThat(mean.n()).isEqualTo(10);
    assertThat(mean.replicates()).isEqualTo(5);
    for (String estimand : List.of("median(height)", "q90(height)", "ert(steps_to_target)")) {
      assertThatThrownBy(() -> estimated(estimand, Intervals.USUAL, replicates))
          .isInstanceOf(RequestException.class)
          .hasMessage(
              "Cannot estimate %s: 10 trials of 5 replicates (must be of one grid point)"
                  .formatted(estimand));
    }
  }

  @Test
  void sharesOfSeveralGridPointsAreWorthAtMostTheirTrials() {
    Row yes = row("converged");
    Row no = row("diverged");
    List<Row> half = List.of(yes, no);
    List<Row> whole = List.of(yes, yes);
    assertThatIs(
        estimated("success", Intervals.USUAL, List.of(half, whole, half, whole)),
        0.75,
        0.2578164701189011,
        0.9628370954309046);
    assertThatIs(
        estimated("success", Intervals.USUAL, List.of(whole, whole, whole, whole)),
        1,
        0.2831264195177463,
        1);
  }

  @Test
  void trialsThatTheEnvironmentEndedCountWithoutAValue() {
    List<List<Row>> replicates = new ArrayList<>(heights(1, 2, 3, 4, 5));
    replicates.add(List.of(row("timed_out", "height", 1000)));
    replicates.add(List.of(row("failed", "reason", "lost: no reply")));
    Estimated mean = estimated("mean(height)", Intervals.USUAL, replicates);
    assertThatIs(mean, 3, 1.036756838522439, 4.963243161477561);
    assertThat(mean.n()).isEqualTo(7);
    assertThat(mean.values()).isEqualTo(5);
    assertThat(mean.leftOut()).isEqualTo("2 of 7 trials without a value");
    assertThat(estimated("success", Intervals.USUAL, replicates).estimate().value())
        .isCloseTo(5 / 7.0, within(1e-15));
  }

  /** Runs of 10 and 20 steps that arrive, and one of 30 that does not: 60 steps for 2 successes. */
  @Test
  void theRunningTimeCountsRunsInVain() {
    Estimated ert =
        estimated(
            "ert(steps_to_target)",
            Intervals.USUAL,
            List.of(
                List.of(row("converged", "steps", 10, "steps_to_target", 10)),
                List.of(row("converged", "steps", 20, "steps_to_target", 20)),
                List.of(row("timed_out", "steps", 30))));
    assertThat(ert.estimate().value()).isEqualTo(30);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          mean(hight)                    | mean(hight): 'hight' is not a column of toy (did you mean 'height'?) (character
          mean(status)                   | mean(status): status is a text (must be a number) (character 1)
          mean(height > 1)               | mean(height > 1): height > 1 is true or false (must be a number) (character 1)
          share(height)                  | share(height): height is a number (must be a comparison or a flag) (character 1)
          share(status == 'convergd')    | share(status == 'convergd'): status is never 'convergd'
          mean(started_at)               | mean(started_at): 'started_at' is not a column of toy
          ert(height)                    | ert(height): ert of height, in unit
          ert(steps + 1)                 | ert(steps + 1): ert is of a column alone
          """)
  void namesAreColumnsOfTheRightType(String estimand, String said) {
    assertThatThrownBy(() -> ResolvedEstimand.of(Estimand.parse(estimand), COLUMNS, SPEC))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(said);
  }

  @Test
  void noComparisonWithoutAValueHolds() {
    List<List<Row>> one = List.of(List.of(row("converged")));
    for (String condition : List.of("height < 1", "height != 1", "not height == null")) {
      assertThat(estimated("share(" + condition + ")", Intervals.USUAL, one).estimate().value())
          .as(condition)
          .isZero();
    }
    assertThat(estimated("share(height == null)", Intervals.USUAL, one).estimate().value())
        .isEqualTo(1);
    assertThat(estimated("mean(height)", Intervals.USUAL, one).estimate().value()).isNull();
    assertThat(estimated("mean(coalesce(height, 7))", Intervals.USUAL, one).estimate().value())
        .isEqualTo(7);
  }
}
