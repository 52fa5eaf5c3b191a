package io.gradsweep.results.summary;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradsweep.results.summary.SharedX.BothWays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TestSharedX {

  private static List<Double> numbers(LinearFit fit) {
    return List.of(
        (double) fit.n(),
        fit.slope(),
        fit.intercept(),
        fit.residualSumOfSquares(),
        fit.totalSumOfSquares(),
        fit.slopeStandardError(),
        fit.r2());
  }

  /** From 2^-500 to 2^500: the squares of such x are no doubles. */
  @Test
  void linesOverSharedXHaveTheBitsOfTheirFits() {
    Random random = new Random(18);
    for (int exponent = -500; exponent <= 500; exponent += 20) {
      double unit = Math.scalb(1.0, exponent);
      double[] x = random.doubles(40, -1, 1e3).map(each -> each * unit).toArray();
      x[0] = 0;
      double[] y = random.doubles(40, -30, 1).toArray();
      BothWays ways = SharedX.bothWays(x, 3, 40);
      assertThat(numbers(SharedX.of(x, 0, 40).fit(y, 0, 40)))
          .isEqualTo(numbers(LinearFit.of(x, y, 0, 40)));
      assertThat(numbers(ways.up().fit(y, 3, 10))).isEqualTo(numbers(LinearFit.of(x, y, 3, 13)));
      LinearFit last = new LinearFit();
      double[] reversed = new double[10];
      for (int i = 0; i < 10; i++) {
        reversed[i] = y[39 - i];
        last.add(x[39 - i], y[39 - i]);
      }
      assertThat(numbers(ways.down().fit(reversed, 0, 10))).isEqualTo(numbers(last));
    }
  }

  @Test
  void ofNoPointsThereIsNoLine() {
    double[] none = {};
    assertThat(SharedX.of(none, 0, 0).fit(none, 0, 0).slope()).isNaN();
    assertThat(SharedX.of(new double[] {2, 2}, 0, 2).fit(new double[] {1, 3}, 0, 2).slope())
        .isNaN();
  }
}
