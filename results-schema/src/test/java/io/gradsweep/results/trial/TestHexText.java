package io.gradsweep.results.trial;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradsweep.results.random.RandomStream;
import io.gradsweep.results.random.Streams;
import org.junit.jupiter.api.Test;

class TestHexText {

  @Test
  void textIsTheJdks() {
    double[] corners = {
      0,
      -0.0,
      1,
      -1,
      0.5,
      1.5,
      0.1,
      1e300,
      1e-300,
      Double.MIN_VALUE,
      -Double.MIN_VALUE,
      Double.MIN_NORMAL,
      Math.nextDown(Double.MIN_NORMAL),
      Double.MAX_VALUE,
      0x1.0001p3,
      0x1.fp-7
    };
    for (double x : corners) {
      assertThat(HexText.of("r", x)).isEqualTo("r" + Double.toHexString(x));
    }
    RandomStream random = Streams.ofSweep(1, "bits");
    for (int i = 0; i < 100_000; i++) {
      // every second one with few digits
      long bits = i % 2 == 0 ? random.nextLong() : random.nextLong() & -1L << random.nextInt(64);
      double x = Double.longBitsToDouble(bits);
      if (Double.isFinite(x)) {
        assertThat(HexText.of("", x)).isEqualTo(Double.toHexString(x));
      }
    }
  }
}
