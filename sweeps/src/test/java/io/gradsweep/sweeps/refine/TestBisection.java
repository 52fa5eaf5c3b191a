package io.gradsweep.sweeps.refine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.gradsweep.sweeps.spec.AxisScale;
import io.gradsweep.sweeps.spec.RefineSpec;
import io.gradsweep.sweeps.spec.WhichCrossing;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Searches for an edge along an axis, and the values that they ask for. */
class TestBisection {

  private static final double[] DECADES = Searches.geometric(1e-3, 10, 9);
  private static final double[] ONE_TO_FIVE = {1, 2, 3, 4, 5};

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          # scale, from, to, value
          LINEAR,  0,    1,     0.5
          LINEAR,  1,    2,     1.5
          LINEAR,  0,    0.07,  0.035
          LINEAR,  0.1,  0.2,   0.15
          LINEAR, -1,    1,     0
          LINEAR, -1,    1.05,  0
          LINEAR, -2,   -1,    -1.5
          LINEAR,  0,    9,     4.5
          LINEAR,  0,    90,    45
          LINEAR,  0,    18,    9
          LINEAR,  0.5,  0.501, 0.5005
          LINEAR,  3,    20,    11
          LOG,     1,    100,   10
          LOG,     1,    4,     2
          LOG,     1e-3, 10,    0.1
          LOG,     1,    2,     1.4
          LOG,     0.3,  0.4,   0.35
          LOG,     0.316227766016838, 1, 0.56
          LOG,     1e-10, 1e10, 1
          """)
  void aBracketIsDividedByTheShortestNumberNearItsMiddle(
      AxisScale scale, double a, double b, double value) {
    assertThat(new ShortDecimal(scale, false).bisecting(a, b)).contains(value);
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          LINEAR, 1, 3,    2
          LINEAR, 2, 9,    5
          LINEAR, 1, 2,
          LINEAR, 0, 1000, 500
          LOG,    1, 3,    2
          LOG,    1, 1024, 30
          LOG,    7, 8,
          """)
  void aWholeParameterIsDividedByWholeNumbersAndEndsAtNeighbours(
      AxisScale scale, double a, double b, Double value) {
    assertThat(new ShortDecimal(scale, true).bisecting(a, b).orElse(null)).isEqualTo(value);
  }

  @Test
  void twoNumbersAsNearGiveTheSmaller() {
    // 0.45 to 0.55 of 8 is 3.6 to 4.4; of 9, shifted by 0.5: 4.55 to 5.45, with 5 in the middle
    assertThat(new ShortDecimal(AxisScale.LINEAR, false).bisecting(20, 50)).contains(35.0);
    // 34.5 and 35.5 are as near to 35 in steps of one: [0, 71] asks for 35 or 36
    assertThat(new ShortDecimal(AxisScale.LINEAR, true).bisecting(34, 37)).contains(35.0);
    assertThat(new ShortDecimal(AxisScale.LINEAR, true).bisecting(-37, -34)).contains(-36.0);
  }

  @Test
  void neighbouringDoublesHaveNothingBetween() {
    double next = Math.nextUp(0.3);
    assertThat(new ShortDecimal(AxisScale.LINEAR, false).bisecting(0.3, next)).isEmpty();
    assertThat(new ShortDecimal(AxisScale.LOG, false).bisecting(0.3, next)).isEmpty();
  }

  /** Descent on λx²/2 converges below the step size 2/λ. */
  @Test
  void theEdgeOfAQuadraticIsFoundWithinItsToleranceInFewTrials() {
    Random random = new Random(3);
    Bisection search = Searches.real(Searches.last("0.1%", 3, 0, AxisScale.LOG));
    for (int i = 0; i < 200; i++) {
      double edge = Math.pow(10, random.nextDouble() * 3.9 - 2.95);
      Searches.End end = Searches.run(search, DECADES, x -> Searches.holds(x < edge));
      assertThat(end.boundary().state()).isEqualTo(BoundaryState.FOUND);
      assertThat(end.boundary().middle().orElseThrow() / edge).isCloseTo(1, within(1e-3));
      assertThat(end.verdicts().size()).isLessThanOrEqualTo(28);
      assertThat(end.boundary().crossings()).isEqualTo(1);
    }
    assertThat(search.mostTrials(DECADES)).isEqualTo(9 + 12 + 6);
  }

  private static Boundary edges(RefineSpec spec, double... edges) {
    return Searches.run(
            Searches.real(spec),
            ONE_TO_FIVE,
            x -> {
              int below = 0;
              for (double edge : edges) {
                below += edge < x ? 1 : 0;
              }
              return Searches.holds(below % 2 == 0);
            })
        .boundary();
  }

  @Test
  void theLastOrTheFirstOfSeveralEdgesIsFollowedAndAllAreCounted() {
    Boundary last = edges(Searches.last("0.001", 2, 0, AxisScale.LINEAR), 1.3, 2.6, 4.25);
    assertThat(last.state()).isEqualTo(BoundaryState.FOUND);
    assertThat(last.middle().orElseThrow()).isCloseTo(4.25, within(0.0005));
    assertThat(last.crossings()).isEqualTo(3);
    Boundary first =
        edges(Searches.spec("0.001", 2, 0, WhichCrossing.FIRST, AxisScale.LINEAR), 1.3, 2.6, 4.25);
    assertThat(first.middle().orElseThrow()).isCloseTo(1.3, within(0.0005));
    assertThat(first.crossings()).isEqualTo(3);
  }

  /** The final bracket is [3.399, 3.4]; it is probed at 3.391 to 3.397 and at 3.402 to 3.408. */
  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          # from, to: between them the answer is the other one
          3.3945, 3.3955, RAGGED, 3
          3.4035, 3.4045, RAGGED, 3
          3.4070, 3.4200, RAGGED, 3
          3.3900, 3.3905, FOUND,  1
          3.4100, 3.4200, FOUND,  1
          """)
  void aChangeBesideAFinalBracketIsRaggedAndStartsNoSearch(
      double from, double to, BoundaryState state, int crossings) {
    RefineSpec spec = Searches.last("0.001", 3, 0, AxisScale.LINEAR);
    Boundary boundary =
        Searches.run(
                Searches.real(spec),
                ONE_TO_FIVE,
                x -> Searches.holds(x < 3.4 != (from < x && x < to)))
            .boundary();
    assertThat(boundary.state()).isEqualTo(state);
    assertThat(boundary.bracket()).contains(new Boundary.Bracket(3.399, 3.4));
    assertThat(boundary.middle()).hasValue(3.3995);
    assertThat(boundary.crossings()).isEqualTo(crossings);
  }

  @Test
  void aGridWithoutChangeIsExtendedByItsOwnRatioOnBothSides() {
    RefineSpec spec = Searches.last("10%", 0, 3, AxisScale.LOG);
    double[] grid = {0.01, 0.1, 1};
    Bisection search = Searches.real(spec);
    Map<Double, Side> verdicts = new HashMap<>();
    for (double x : grid) {
      verdicts.put(x, Side.HOLDS);
    }
    assertThat(search.search(grid, verdicts).asked()).isEqualTo(List.of(0.001, 10.0));
    Searches.End above = Searches.run(search, grid, x -> Searches.holds(x < 80));
    assertThat(above.verdicts().keySet()).contains(1e-4, 100.0).doesNotContain(1e-5, 1000.0);
    assertThat(above.boundary().state()).isEqualTo(BoundaryState.FOUND);
    Searches.End below = Searches.run(search, grid, x -> Searches.holds(x > 2e-4));
    assertThat(below.boundary().bracket().orElseThrow().upper()).isCloseTo(2e-4, within(2e-5));
    Searches.End never = Searches.run(search, grid, x -> Side.FAILS);
    assertThat(never.boundary().state()).isEqualTo(BoundaryState.NEVER);
    assertThat(never.verdicts()).hasSize(9);
    assertThat(never.boundary().bracket()).isEmpty();
    assertThat(Searches.run(search, grid, x -> Side.HOLDS).boundary().state())
        .isEqualTo(BoundaryState.ALWAYS);
  }

  @Test
  void aGridIsExtendedByItsOwnStepAsFarAsTheSimulationAccepts() {
    RefineSpec spec = Searches.last("0.5", 0, 3, AxisScale.LINEAR);
    Bisection search = Searches.real(spec);
    Searches.End end = Searches.run(search, ONE_TO_FIVE, x -> Side.HOLDS);
    assertThat(end.verdicts().keySet()).contains(0.0, 6.0, 7.0, 8.0).doesNotContain(-1.0, 9.0);
  }

  @Test
  void aTrialThatTheEnvironmentEndedDecidesNothing() {
    RefineSpec spec = Searches.last("0.001", 2, 2, AxisScale.LINEAR);
    Bisection search = Searches.real(spec);
    // beyond the last change, within its bracket, beside the final one; but not far below it
    for (double hole : new double[] {5, 3.5, 3, 4}) {
      Searches.End end =
          Searches.run(
              search, ONE_TO_FIVE, x -> x == hole ? Side.UNDECIDED : Searches.holds(x < 3.4));
      assertThat(end.boundary().state()).isEqualTo(BoundaryState.UNDECIDED);
      assertThat(end.boundary().middle()).isEmpty();
    }
    Searches.End far =
        Searches.run(search, ONE_TO_FIVE, x -> x == 1 ? Side.UNDECIDED : Searches.holds(x < 3.4));
    assertThat(far.boundary().state()).isEqualTo(BoundaryState.FOUND);
    Searches.End same =
        Searches.run(search, ONE_TO_FIVE, x -> x == 1 ? Side.UNDECIDED : Side.HOLDS);
    assertThat(same.boundary().state()).isEqualTo(BoundaryState.UNDECIDED);
    assertThat(same.verdicts()).hasSize(5);
  }

  @Test
  void aWholeParameterEndsAtNeighbours() {
    Bisection search = new Bisection(Searches.last("0.1%", 3, 0, AxisScale.LOG), true, x -> x >= 1);
    double[] grid = {1, 4, 16, 64, 256, 1024};
    for (int edge = 1; edge < 1024; edge += 7) {
      int most = edge;
      Boundary boundary = Searches.run(search, grid, x -> Searches.holds(x <= most)).boundary();
      assertThat(boundary.bracket()).contains(new Boundary.Bracket(edge, edge + 1));
    }
  }
}
