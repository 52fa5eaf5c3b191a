package io.gradsweep.workers.simulations.kldivergence;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradsweep.results.outcome.Outcome;
import io.gradsweep.results.outcome.Status;
import io.gradsweep.workers.Oracle;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Discrete steps of the natural gradient in the exponential chart, against kl-divergence.csv. */
class TestNaturalCharts {

  private static final int STARTS = 100;

  @Test
  void asManyStartsReachTheSamplesInThetaAsInAnotherImplementation() {
    List<String[]> rows = new Oracle("kl-divergence").rows("theta");
    assertThat(rows).hasSize(3);
    for (String[] row : rows) {
      assertThat(reached("theta", Double.parseDouble(row[0]))).isEqualTo(Integer.parseInt(row[1]));
    }
    assertThat(reached("eta", 1)).isEqualTo(STARTS);
  }

  private static int reached(String chart, double stepSize) {
    int reached = 0;
    for (int start = 0; start < STARTS; start++) {
      Outcome outcome =
          Fixture.run(
              start,
              "time_mode",
              "discrete",
              "optimizer",
              "natural",
              "coordinate_system",
              chart,
              "step_size",
              stepSize,
              "num_samples",
              1000);
      reached += outcome.status() == Status.CONVERGED ? 1 : 0;
    }
    return reached;
  }
}
