package io.gradsweep.workers.simulations.groupsparsity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.gradsweep.results.random.RandomStream;
import io.gradsweep.results.random.Streams;
import io.gradsweep.workers.api.Vectors;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bits of sums: of the vectors in their order, alone and beside anything. */
class TestWeightedSums {

  private static WeightedSums sums(int count, int length, RandomStream random) {
    WeightedSums sums = new WeightedSums(count, length);
    for (double[] vector : sums.vectors()) {
      System.arraycopy(gaussians(length, random), 0, vector, 0, length);
    }
    return sums;
  }

  private static double[] gaussians(int count, RandomStream random) {
    double[] out = new double[count];
    for (int i = 0; i < count; i++) {
      out[i] = random.nextGaussian();
    }
    return out;
  }

  private static double[] filled(int count, double value) {
    double[] out = new double[count];
    Arrays.fill(out, value);
    return out;
  }

  private static double[] inOrder(double[][] vectors, double[] weights, int length) {
    double[] out = new double[length];
    for (int i = 0; i < length; i++) {
      for (int k = 0; k < vectors.length; k++) {
        out[i] += weights[k] * vectors[k][i];
      }
    }
    return out;
  }

  /** Loops are repeated until they are compiled, with another order of instructions. */
  @ParameterizedTest
  @CsvSource({
    "1, 1",
    "2, 7",
    "3, 8",
    "5, 9",
    "30, 20",
    "20, 30",
    "300, 150",
    "150, 300",
    "500, 33"
  })
  void aSumAddsTheVectorsInTheirOrder(int count, int length) {
    RandomStream random = Streams.ofSweep(count, "sums");
    WeightedSums sums = sums(count, length, random);
    double[] weights = gaussians(count, random);
    double[] expected = inOrder(sums.vectors(), weights, length);
    double[] out = sums.room();
    for (int i = 0; i < 2000; i++) {
      sums.sum(weights, out);
    }
    assertThat(Arrays.copyOf(out, length)).isEqualTo(expected);
  }

  /**
   * For every number of lanes and every place, beside zeros, and what a trial that diverges has.
   */
  @ParameterizedTest
  @ValueSource(doubles = {0, 1.5, Double.NaN, Double.POSITIVE_INFINITY, -0.0, 1e300})
  void aLaneDependsNeitherOnItsNeighboursNorOnItsPlace(double beside) {
    assumeThat(Vectors.areThere()).isTrue();
    LaneSums inLanes = Vectors.make(LaneSums.class, DescentLanes.VECTORS);
    RandomStream random = Streams.ofSweep(7, "lanes");
    for (int vectors : new int[] {1, 4, 7, 8, 30, 75}) {
      WeightedSums sums = sums(vectors, 45, random);
      double[] weights = gaussians(vectors, random);
      double[] alone = sums.room();
      sums.sum(weights, alone);
      for (int lanes = 1; lanes <= 33; lanes++) {
        for (int place = 0; place < lanes; place++) {
          double[][] all = new double[lanes][];
          Arrays.setAll(all, l -> filled(vectors, beside));
          all[place] = weights;
          double[][] out = new double[lanes][];
          Arrays.setAll(out, l -> filled(alone.length, 3));
          inLanes.sum(sums.vectors(), all, out, lanes);
          assertThat(out[place]).isEqualTo(alone);
        }
      }
    }
  }
}
