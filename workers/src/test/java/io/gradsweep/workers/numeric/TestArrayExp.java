package io.gradsweep.workers.numeric;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradsweep.results.random.RandomStream;
import io.gradsweep.results.random.Streams;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TestArrayExp {

  private static final double[] EDGES = {
    0,
    -0.0,
    1,
    -1,
    707.9,
    708.5,
    709,
    710,
    -707.9,
    -708,
    -709,
    1e300,
    -1e300,
    Double.NaN,
    Double.POSITIVE_INFINITY,
    Double.NEGATIVE_INFINITY,
    Double.MIN_VALUE
  };

  /** To the bit, whatever the run of 256 does. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 17, 255, 256, 257, 1000})
  void exponentialsOfManyAreThoseOfEach(int count) {
    RandomStream random = Streams.ofSweep(1, "array-exp");
    double[] x = new double[count + 5];
    for (int i = 0; i < x.length; i++) {
      x[i] = i % 7 == 3 ? EDGES[random.nextInt(EDGES.length)] : 20 * random.nextGaussian();
    }
    double[] replaced = x.clone();
    new ArrayExp().replace(replaced, 2, count);
    for (int i = 0; i < x.length; i++) {
      boolean inside = i >= 2 && i < count + 2;
      double expected = inside ? Kernels.exp(x[i]) : x[i];
      assertThat(Double.doubleToLongBits(replaced[i])).isEqualTo(Double.doubleToLongBits(expected));
    }
  }

  /** One number whose power of two is not normal must not change how the others of its run end. */
  @ParameterizedTest
  @ValueSource(doubles = {707.6, 707.8, 708.3, 708.9, 709.1, 711, -707.3, -707.8, -708.1, 1e18})
  void numberAtTheEdgeChangesNoOther(double edge) {
    double[] x = new double[300];
    for (int i = 0; i < x.length; i++) {
      x[i] = (i - 150) * 4.7;
    }
    x[40] = edge;
    double[] replaced = x.clone();
    new ArrayExp().replace(replaced, 0, x.length);
    for (int i = 0; i < x.length; i++) {
      assertThat(Double.doubleToLongBits(replaced[i]))
          .as("e^%s", x[i])
          .isEqualTo(Double.doubleToLongBits(Kernels.exp(x[i])));
    }
  }
}
