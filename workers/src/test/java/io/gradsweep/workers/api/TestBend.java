package io.gradsweep.workers.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradsweep.results.summary.LinearFit;
import java.util.List;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;

class TestBend {

  private static List<Double> numbers(LinearFit fit) {
    return List.of(
        fit.slope(),
        fit.intercept(),
        fit.residualSumOfSquares(),
        fit.totalSumOfSquares(),
        fit.slopeStandardError(),
        fit.r2());
  }

  /** Rates of released versions depend on each bit of it. */
  @Test
  void theLineOfAllPointsIsTheirFitToTheLastBit() {
    Random random = new Random(18);
    for (int i = 0; i < 2000; i++) {
      int to = 6 + random.nextInt(200);
      int from = random.nextInt(to - 5);
      double[] t = random.doubles(to, 0, 1e3).sorted().toArray();
      double[] y = random.doubles(to, -30, 1).toArray();
      Bend.Pair bends = Bend.best(FitTimes.of(t, to), y, from, to);
      assertThat(numbers(bends.line())).isEqualTo(numbers(LinearFit.of(t, y, from, to)));
      int bend = bends.toLine().at();
      assertThat(numbers(bends.head())).isEqualTo(numbers(LinearFit.of(t, y, from, bend)));
      assertThat(bends.againstLog()).isNull();
    }
  }

  /** The same for each sum of squares, and for times that another fit has used or not. */
  @Test
  void bendsAreThoseOfSeparateFitsToTheLastBit() {
    Random random = new Random(19);
    for (int i = 0; i < 300; i++) {
      int n = 6 + random.nextInt(60);
      double unit = Math.scalb(1.0, 10 * random.nextInt(40) - 200);
      double[] t = random.doubles(n, 0, 1e3).sorted().map(x -> x * unit).toArray();
      t[0] = random.nextBoolean() ? 0 : t[0];
      double[] y = random.doubles(n, -30, 1).toArray();
      int to = i % 3 == 0 ? n : 6 + random.nextInt(n - 5);
      FitTimes times = FitTimes.shared(t, n);
      assertThat(FitTimes.shared(t, to)).isSameAs(times);
      Bend.Pair bends = Bend.best(times, y, 0, to);
      assertThat(bends.toConstant()).isEqualTo(best(t, y, to, LinearFit::totalSumOfSquares));
      assertThat(bends.toLine()).isEqualTo(best(t, y, to, LinearFit::residualSumOfSquares));
      assertThat(numbers(bends.line())).isEqualTo(numbers(LinearFit.of(t, y, 0, to)));
      int bend = bends.toLine().at();
      assertThat(numbers(bends.head())).isEqualTo(numbers(LinearFit.of(t, y, 0, bend)));
      assertThat(numbers(bends.againstLog())).isEqualTo(numbers(againstLog(t, y, to)));
      assertThat(times.lineAgainstLog(y, to))
          .usingRecursiveComparison()
          .isEqualTo(bends.againstLog());
    }
  }

  private static Bend best(double[] t, double[] y, int n, ToDoubleFunction<LinearFit> ofTail) {
    Bend best = new Bend(0, Double.POSITIVE_INFINITY);
    for (int at = Bend.LEAST_POINTS; at <= n - Bend.LEAST_POINTS; at++) {
      LinearFit tail = new LinearFit();
      for (int i = n - 1; i >= at; i--) {
        tail.add(t[i], y[i]);
      }
      double squares =
          LinearFit.of(t, y, 0, at).residualSumOfSquares() + ofTail.applyAsDouble(tail);
      best = squares < best.squares() ? new Bend(at, squares) : best;
    }
    return best;
  }

  @Test
  void linesAgainstLogAreThoseOfSeparateFits() {
    Random random = new Random(20);
    for (int i = 0; i < 300; i++) {
      int n = 3 + random.nextInt(60);
      double[] t = random.doubles(n, i % 4 == 0 ? -1 : 0, 1e3).toArray();
      t[0] = 0;
      double[] y = random.doubles(n, -30, 1).toArray();
      LinearFit fit = againstLog(t, y, n);
      assertThat(numbers(FitTimes.of(t, n).lineAgainstLog(y, n))).isEqualTo(numbers(fit));
    }
  }

  private static LinearFit againstLog(double[] t, double[] y, int n) {
    LinearFit fit = new LinearFit();
    for (int k = 0; k < n; k++) {
      if (t[k] > 0) {
        fit.add(StrictMath.log(t[k]), y[k]);
      }
    }
    return fit;
  }

  /** Logarithms of later times that do not exist are not made for them. */
  @Test
  void aTimeBelowZeroAmongOthersLeavesNoLineAtHand() {
    double[] t = {0, 1, 2, -3, 4, 5, 6, 7};
    double[] y = {1, 2, 1, 3, 2, 4, 3, 5};
    Bend.Pair bends = Bend.best(FitTimes.shared(t, t.length), y, 0, t.length);
    assertThat(bends.againstLog()).isNull();
    assertThat(numbers(bends.line())).isEqualTo(numbers(LinearFit.of(t, y, 0, t.length)));
  }
}
