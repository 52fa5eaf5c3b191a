package io.gradsweep.workers.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradsweep.results.summary.LinearFit;
import java.util.List;
import java.util.Random;
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
      Bend.Pair bends = Bend.best(t, y, from, to);
      assertThat(numbers(bends.line())).isEqualTo(numbers(LinearFit.of(t, y, from, to)));
    }
  }
}
