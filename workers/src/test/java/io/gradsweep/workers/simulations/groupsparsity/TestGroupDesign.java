package io.gradsweep.workers.simulations.groupsparsity;

import static io.gradsweep.workers.simulations.groupsparsity.Fixture.trial;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.gradsweep.results.random.Streams;
import io.gradsweep.results.trial.Trial;
import io.gradsweep.workers.api.SmallCache;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests the design that a replicate's trials share. */
class TestGroupDesign {

  private static Design design(Trial trial) {
    return Design.draw(new Settings(trial.params()), Streams.of(trial));
  }

  @Test
  void algorithmsStepSizesAndNoiseShareTheDesign() {
    Object key = Design.key(trial(1, "algorithm", "alg1"));
    assertThat(
            Design.key(
                trial(1, "algorithm", "lasso", "step_size", 0.5, "noise", 3.0, "group_size", 1)))
        .isEqualTo(key);
    assertThat(Design.key(trial(2, "algorithm", "alg1"))).isNotEqualTo(key);
    assertThat(Design.key(trial(1, "algorithm", "alg1", "design", "gaussian"))).isNotEqualTo(key);
  }

  @ParameterizedTest
  @ValueSource(strings = {"rademacher", "gaussian"})
  void fewerSamplesAreTheFirstOfMore(String entries) {
    Design few = design(trial(0, "algorithm", "alg1", "design", entries, "num_samples", 20));
    Design more = design(trial(0, "algorithm", "alg1", "design", entries, "num_samples", 50));
    for (int i = 0; i < 20; i++) {
      assertThat(few.normals()[i]).isEqualTo(more.normals()[i]);
      for (int j = 0; j < 300; j++) {
        assertThat(few.x().get(i, j)).isEqualTo(more.x().get(i, j));
      }
    }
  }

  /** Mean 0 and variance 1 to five standard errors of 45 000 entries: false alarm below 2e-6. */
  @ParameterizedTest
  @CsvSource({"rademacher, 1", "gaussian, 3"})
  void entriesHaveTheMomentsOfTheirLaw(String entries, double fourth) {
    Design design = design(trial(0, "algorithm", "alg1", "design", entries));
    double[] moments = new double[3];
    int count = 150 * 300;
    for (int i = 0; i < 150; i++) {
      for (int j = 0; j < 300; j++) {
        double x = design.x().get(i, j);
        moments[0] += x / count;
        moments[1] += x * x / count;
        moments[2] += x * x * x * x / count;
      }
    }
    double standardError = 1 / Math.sqrt(count);
    assertThat(moments[0]).isCloseTo(0, within(5 * standardError));
    assertThat(moments[1]).isCloseTo(1, within(5 * Math.sqrt(fourth - 1) * standardError + 1e-9));
    assertThat(moments[2]).isCloseTo(fourth, within(5 * 10 * standardError));
  }

  /** The solution of least norm interpolates, or has a gradient of zero, and lies in the rows. */
  @ParameterizedTest
  @ValueSource(ints = {40, 400})
  void minNormSolutionSolvesItsEquations(int samples) {
    Design design = design(trial(0, "algorithm", "alg1", "num_samples", samples));
    double[] w = design.minNormSolution(design.normals()).orElseThrow();
    LeastSquares data = new LeastSquares(design.x(), design.normals());
    double[] r = new double[samples];
    double[] q = new double[300];
    data.residual(w, r);
    data.gradient(r, 1, q);
    for (double x : samples < 300 ? r : q) {
      assertThat(x).isCloseTo(0, within(1e-9));
    }
  }

  @Test
  void designIsDrawnOnceForAKey() {
    SmallCache<Object, Design> cache = new SmallCache<>(16);
    AtomicInteger drawn = new AtomicInteger();
    for (int round = 0; round < 2; round++) {
      for (int r = 0; r < 10; r++) {
        Trial trial = trial(r, "algorithm", "alg1", "num_samples", 10);
        cache.get(
            Design.key(trial),
            () -> {
              drawn.incrementAndGet();
              return design(trial);
            });
      }
    }
    assertThat(drawn).hasValue(10);
  }
}
