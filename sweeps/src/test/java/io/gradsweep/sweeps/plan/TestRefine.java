package io.gradsweep.sweeps.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradsweep.results.outcome.Status;
import io.gradsweep.results.trial.MeasurementSpec;
import io.gradsweep.results.trial.SimulationSpec;
import io.gradsweep.results.trial.Trial;
import io.gradsweep.sweeps.Descent;
import io.gradsweep.sweeps.read.SweepPrinter;
import io.gradsweep.sweeps.read.SweepReader;
import io.gradsweep.sweeps.refine.Side;
import io.gradsweep.sweeps.spec.AxisScale;
import io.gradsweep.sweeps.spec.RefineSpec;
import io.gradsweep.sweeps.spec.Sweep;
import io.gradsweep.sweeps.spec.SweepProblems;
import io.gradsweep.sweeps.spec.WhichCrossing;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Sweeps that search for an edge, and those that cannot. */
class TestRefine {

  private static final String EDGE = "axis: step_size, boundary: \"status == 'converged'\"";
  private static final String GRID =
      "grid: {width: [2, 4], step_size: \"geomspace(1e-3, 10, 9)\"}\nreplicates: 50";

  private static String sweep(String grid, String refine) {
    return Descent.sweep(grid, "refine: {" + refine + "}");
  }

  private static RefineSpec read(String grid, String refine) {
    return Descent.plan(sweep(grid, refine)).sweep().grid().refine().orElseThrow();
  }

  /** The problems of a sweep, without their places. */
  private static List<String> problems(String grid, String refine) {
    return Descent.problems(sweep(grid, refine))
        .lines()
        .filter(line -> line.contains("refine"))
        .map(line -> line.substring(line.indexOf("refine")))
        .toList();
  }

  @Test
  void whatIsLeftOutHasAValue() {
    RefineSpec spec = read(GRID, EDGE + ", to: 0.1%");
    assertThat(spec.to().text()).isEqualTo("0.1%");
    assertThat(spec.probes()).isEqualTo(3);
    assertThat(spec.extend()).isZero();
    assertThat(spec.which()).isEqualTo(WhichCrossing.LAST);
    assertThat(spec.scale()).isEqualTo(AxisScale.LOG);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          geomspace(1, 4, 3)                | LOG
          logspace(0, 1, 3)                 | LOG
          log_uniform(1, 4, 3)              | LOG
          linspace(1, 4, 3)                 | LINEAR
          uniform(1, 4, 3)                  | LINEAR
          range(1, 4, 1)                    | LINEAR
          """)
  void theScaleIsThatOfTheValues(String values, AxisScale scale) {
    assertThat(read("grid: {step_size: \"" + values + "\"}", EDGE + ", to: 1%").scale())
        .isEqualTo(scale);
    assertThat(read("grid: {step_size: [\"" + values + "\", 9]}", EDGE + ", to: 1%").scale())
        .isEqualTo(AxisScale.LINEAR);
    assertThat(read("grid: {step_size: [1, 2]}", EDGE + ", to: 1%, scale: log").scale())
        .isEqualTo(AxisScale.LOG);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          to: 0.1%
          to: 12.5%, probes: 0, extend: 4, which: first
          to: 0.001, scale: linear
          to: 1e-300
          to: 1e-17%
          to: 2, probes: 10, extend: 100, scale: log
          """)
  void aSweepThatSearchesPrintsBack(String rest) {
    Sweep sweep = Descent.plan(sweep(GRID, EDGE + ", " + rest)).sweep();
    Sweep again =
        SweepReader.parseStored(SweepPrinter.print(sweep), "printed").sweep().orElseThrow();
    assertThat(again.grid().refine()).isEqualTo(sweep.grid().refine());
  }

  @Test
  void theScaleOfAnExpressionOutlivesIt() {
    // another seed draws other values, so that the stored axis is a list
    Sweep sweep =
        Descent.plan(sweep("grid: {step_size: \"log_uniform(1, 9, 3)\"}", EDGE + ", to: 1%"))
            .sweep();
    String stored = SweepPrinter.print(sweep).replace("seed: 0", "seed: 1");
    assertThat(SweepReader.parseStored(stored, "s").sweep().orElseThrow().grid().refine())
        .isEqualTo(sweep.grid().refine());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          axis: stepsize, boundary: momentum, to: 1%        | refine.axis: 'stepsize' is not a parameter of descent (did you mean 'step_size'?)
          axis: optimizer, boundary: momentum, to: 1%       | refine.axis: optimizer is text (must be a number)
          axis: momentum, boundary: momentum, to: 1%        | refine.axis: momentum is true or false (must be a number)
          axis: noise, boundary: momentum, to: 1%           | refine.axis: noise does not vary in the grid (must have at least two values)
          axis: step_size, boundary: height, to: 1%         | refine.boundary: height is a number (must be a comparison or a flag) (character 1)
          axis: step_size, boundary: hight > 1, to: 1%      | refine.boundary: 'hight' is not a column of descent (did you mean 'height'?) (character 1)
          axis: step_size, boundary: "status == 'ok'", to: 1% | refine.boundary: status is never 'ok' (must be one of converged, not_converged, diverged, left_domain, timed_out, failed) (character 8)
          axis: step_size, boundary: momentum               | refine.to is missing
          axis: step_size, to: 1%                           | refine.boundary is missing
          boundary: momentum, to: 1%                        | refine.axis is missing
          axis: step_size, boundary: momentum, to: 0        | refine.to: '0' (must be a width above 0 such as 0.001, or a share such as 0.1%)
          axis: step_size, boundary: momentum, to: -1%      | refine.to: '-1%' (must be a width above 0 such as 0.001, or a share such as 0.1%)
          axis: step_size, boundary: momentum, to: narrow   | refine.to: 'narrow' (must be a width above 0 such as 0.001, or a share such as 0.1%)
          axis: step_size, boundary: momentum, to: 1%, probes: 11   | refine.probes: 11 (must be at most 10)
          axis: step_size, boundary: momentum, to: 1%, probes: -1   | refine.probes: '-1' (must be a whole number at least 0)
          axis: step_size, boundary: momentum, to: 1%, extend: 1e3  | refine.extend: '1e3' (must be a whole number at least 0)
          axis: step_size, boundary: momentum, to: 1%, extend: 101  | refine.extend: 101 (must be at most 100)
          axis: step_size, boundary: momentum, to: 1%, which: lst   | refine.which: 'lst' (must be last or first) (did you mean 'last'?)
          axis: step_size, boundary: momentum, to: 1%, scale: ln    | refine.scale: 'ln' (must be linear or log)
          """)
  void aSearchThatCannotBeIsRefused(String refine, String message) {
    assertThat(problems(GRID, refine)).isEqualTo(List.of(message));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {step_size: [1, 2], where: "step_size < width"}   | 1%    | refine.axis: step_size stands in the filter of the grid (must be in none)
          {zip: {step_size: [1, 2], width: [3, 4]}}         | 1%    | refine.axis: step_size stands in a zip of the grid (must vary alone)
          {width: [1, 2]}                                   | 1%    | refine.axis: step_size does not vary in the grid (must have at least two values)
          {step_size: 1}                                    | 1%    | refine.axis: step_size does not vary in the grid (must have at least two values)
          [{step_size: [1, 2]}, {width: 2}]                 | 1%    | refine.axis: step_size does not vary in block 2 (must have at least two values)
          {step_size: [0, 1, 2]}                            | 1%    | refine.to: 1%, with step_size from 0.0 to 2.0 in the grid (must be a width such as 0.001 if values are 0 or of both signs)
          {step_size: [0, 1, 2]}                            | 0.01  |
          {width: [1, 2], step_size: [1, 2], where: "width < 2"}    | 1% |
          """)
  void anAxisVariesAloneOverNumbersOfItsTolerance(String grid, String to, String message) {
    assertThat(problems("grid: " + grid, EDGE + ", to: " + to))
        .isEqualTo(message == null ? List.of() : List.of(message));
  }

  /** A part of the search that cannot be read hides no column that another part names. */
  @Test
  void allProblemsOfASearchAreReportedAtOnce() {
    assertThat(problems(GRID, "axis: widht, boundary: hight > 1, to: 0, probes: x, which: lst"))
        .containsExactlyInAnyOrder(
            "refine.axis: 'widht' is not a parameter of descent (did you mean 'width'?)",
            "refine.boundary: 'hight' is not a column of descent (did you mean 'height'?)"
                + " (character 1)",
            "refine.to: '0' (must be a width above 0 such as 0.001, or a share such as 0.1%)",
            "refine.probes: 'x' (must be a whole number at least 0)",
            "refine.which: 'lst' (must be last or first) (did you mean 'last'?)");
    assertThat(problems(GRID, "axis: widht")).hasSize(3);
  }

  /** Each part is unreadable in turn, beside an axis, a boundary and a rule that cannot be. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "axis: [1]",
        "boundary: [1]",
        "to: [1]",
        "to: fine",
        "probes: [1]",
        "extend: [1]",
        "which: [1]",
        "scale: [1]",
        "acsis: 1"
      })
  void anUnreadablePartHidesNoOther(String unreadable) {
    String key = unreadable.substring(0, unreadable.indexOf(':'));
    List<String> parts =
        Stream.of("axis: step_size", "boundary: hight > 1", "to: 1%", "probes: 11")
            .filter(part -> !part.startsWith(key + ":"))
            .toList();
    String rule = "{until: 'half_width(mean(hight)) <= 5%', by: [widht], max: 100}";
    String all =
        Descent.problems(
            sweep(
                "grid: {step_size: [-1, 0, 1]}\nreplicates: " + rule,
                String.join(", ", parts) + ", " + unreadable));
    assertThat(all.lines().filter(line -> line.contains(key))).isNotEmpty();
    assertThat(all).contains("replicates.by: 'widht'", "mean(hight): 'hight' is not a column");
    if (!key.equals("boundary")) {
      assertThat(all).contains("refine.boundary: 'hight' is not a column");
    }
    if (!key.equals("probes")) {
      assertThat(all).contains("refine.probes: 11 (must be at most 10)");
    }
    if (!key.equals("axis") && !key.equals("to")) {
      assertThat(all).contains("refine.to: 1%, with step_size from -1.0 to 1.0");
    }
  }

  @Test
  void aSearchThatIsNoMapHidesNoColumnOfEdges() {
    String rule = "{until: 'half_width(median(boundary)) <= 5%', max: 100}";
    assertThat(Descent.problems(Descent.sweep(GRID.replace("50", rule), "refine: step_size")))
        .contains("refine: 'step_size' (must be a map")
        .doesNotContain("boundary)");
  }

  @Test
  void scaleAndToleranceAreBothTold() {
    assertThat(problems("grid: {step_size: [0, 1]}", EDGE + ", to: 1%, scale: log"))
        .hasSize(2)
        .anyMatch(line -> line.startsWith("refine.scale: log, with 0.0"))
        .anyMatch(line -> line.startsWith("refine.to: 1%, with step_size from 0.0"));
  }

  @Test
  void aLogarithmicScaleNeedsNumbersAboveZero() {
    assertThat(problems("grid: {step_size: [0, 1]}", EDGE + ", to: 0.01, scale: log"))
        .isEqualTo(List.of("refine.scale: log, with 0.0 in the grid (must be above 0)"));
  }

  @Test
  void anAxisIsNotUnset() {
    String edge = EDGE.replace("step_size", "noise");
    assertThat(problems("grid: {noise: [1, null]}", edge + ", to: 0.01"))
        .isEqualTo(List.of("refine.axis: noise is null in the grid (must be numbers)"));
  }

  @Test
  void aRuleBesideASearchIsOnColumnsOfEdges() {
    String rule = "{until: 'half_width(%s) <= 5%%', %smax: 100}";
    String precise = rule.formatted("median(boundary)", "");
    assertThat(problems(GRID.replace("50", precise), EDGE + ", to: 1%")).isEmpty();
    assertThat(ruled(rule.formatted("mean(step_size)", "")))
        .contains("replicates.until: mean(step_size): 'step_size' is not a column");
    assertThat(ruled(rule.formatted("share(state == \"lost\")", ""))).contains("'lost'");
    assertThat(ruled(rule.formatted("mean(boundary)", "by: [step_size], ")))
        .contains("replicates.by: step_size is the refined axis (must be other parameters)");
  }

  private static String ruled(String rule) {
    return Descent.problems(sweep(GRID.replace("50", rule), EDGE + ", to: 1%"));
  }

  @Test
  void aRoundHasAtMostAMillionTrials() {
    String grid = GRID.replace("50", "%d");
    assertThat(problems(grid.formatted(83_333), EDGE + ", to: 1%")).isEmpty();
    assertThat(problems(grid.formatted(83_334), EDGE + ", to: 1%"))
        .isEqualTo(
            List.of(
                "refine: up to 1000008 trials in one round (must be at most 1000000: fewer"
                    + " combinations, replicates or probes)"));
  }

  @Test
  void aSimulationWithAColumnOfTheEdgeIsRefused() {
    SimulationSpec simulation =
        new SimulationSpec(
            "descent",
            1,
            "a",
            "b",
            Descent.SPEC.parameters(),
            List.of(MeasurementSpec.real("lower", "how low")),
            List.of());
    try {
      Plan.of(Descent.parse(sweep(GRID, EDGE + ", to: 1%")), Map.of("descent", simulation));
      assertThat(false).as("accepted").isTrue();
    } catch (SweepProblems e) {
      assertThat(e.getMessage())
          .contains("refine.axis: no edge can be searched for (descent has a column lower)");
    }
  }

  @Test
  void summariesFitsAndPlotsMayReadTheEdge() {
    String asks =
        """

        summary: [{by: [width], of: [boundary, crossings]}]
        fit: [{y: boundary, x: width, by: [optimizer]}]
        plots: [{x: width, y: boundary}]
        """;
    assertThat(Descent.problems(sweep(GRID, EDGE + ", to: 1%") + asks.strip())).isEqualTo("none");
    assertThat(Descent.problems(Descent.sweep(GRID, asks.strip())))
        .contains("'boundary' is not a column", "'crossings' is not a column");
    assertThat(
            Descent.problems(sweep(GRID, EDGE + ", to: 1%") + "fit: [{y: boundary, x: step_size}]"))
        .contains("fit: 'step_size' is not a column");
  }

  @Test
  void aTrialAtAValueIsTheOneOfAGridWithThatValue() {
    Plan plan = Descent.plan(sweep(GRID, EDGE + ", to: 1%"));
    Refinement refinement = plan.refinement().orElseThrow();
    Trial trial = plan.trial(0).orElseThrow();
    Plan finer = Descent.plan(Descent.sweep(GRID), "step_size=0.035,0.1");
    Trial finest = refinement.at(trial, 0.035);
    assertThat(finer.contains(finest)).isTrue();
    assertThat(plan.contains(finest)).isFalse();
    assertThat(finest.replicate()).isEqualTo(trial.replicate());
    assertThat(plan.indexOf(refinement.at(finest, 0.001))).hasValue(0);
    assertThat(refinement.value(finest.params())).isEqualTo(0.035);
    assertThat(refinement.grid(finest.params()))
        .hasSize(9)
        .startsWith(0.001)
        .endsWith(10)
        .isSorted();
  }

  @Test
  void aGridOfSeveralBlocksIsTheUnionOfThoseOfItsCombination() {
    Plan plan =
        Descent.plan(
            sweep(
                "grid: [{width: [1, 2], step_size: [3, 1]}, {width: 2, step_size: [2, 1]}]",
                EDGE + ", to: 1%"));
    Refinement refinement = plan.refinement().orElseThrow();
    List<String> grids = new ArrayList<>();
    for (long i = 0; i < plan.size(); i++) {
      plan.trial(i)
          .ifPresent(
              trial ->
                  grids.add(
                      trial.params().value("width").text()
                          + java.util.Arrays.toString(refinement.grid(trial.params()))));
    }
    assertThat(grids.stream().distinct().toList())
        .isEqualTo(List.of("1[1.0, 3.0]", "2[1.0, 2.0, 3.0]"));
  }

  @Test
  void theWorstCaseIsCounted() {
    Plan plan = Descent.plan(sweep(GRID, EDGE + ", to: 0.1%"));
    assertThat(plan.refinement().orElseThrow().mostTrials()).isEqualTo(2 * 50 * (9 + 12 + 6));
  }

  @Test
  void aRowThatTheEnvironmentEndedHasNoVerdict() {
    Refinement refinement =
        Descent.plan(sweep(GRID, "axis: step_size, boundary: height < 2, to: 0.1%"))
            .refinement()
            .orElseThrow();
    assertThat(refinement.columns()).isEqualTo(List.of("height"));
    assertThat(refinement.verdict(Status.DIVERGED, List.of(1.0))).isEqualTo(Side.HOLDS);
    assertThat(refinement.verdict(Status.CONVERGED, List.of(2.0))).isEqualTo(Side.FAILS);
    assertThat(refinement.verdict(Status.TIMED_OUT, List.of(1.0))).isEqualTo(Side.UNDECIDED);
    assertThat(refinement.verdict(Status.FAILED, List.of(1.0))).isEqualTo(Side.UNDECIDED);
  }
}
