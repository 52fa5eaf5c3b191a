package io.gradsweep.workers.numeric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

class TestKernels {

  private static double number(String hex) {
    return Double.longBitsToDouble(HexFormat.fromHexDigitsToLong(hex));
  }

  private static void requireUlps(String function, DoubleUnaryOperator kernel, double ulps)
      throws IOException {
    try (InputStream in = TestKernels.class.getResourceAsStream("/oracle/kernels.csv")) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      text.lines()
          .map(line -> line.split(","))
          .filter(cells -> cells[0].equals(function))
          .forEach(
              cells -> {
                double expected = number(cells[2]);
                assertThat(kernel.applyAsDouble(number(cells[1])))
                    .as("%s(%s)", function, number(cells[1]))
                    .isCloseTo(expected, within(ulps * Math.ulp(expected)));
              });
    }
  }

  @Test
  void kernelsAreWithinTwoUlps() throws IOException {
    requireUlps("exp", Kernels::exp, 2);
    requireUlps("log", Kernels::log, 2);
  }

  /** d - ln(1 + d) keeps its digits where the difference itself would have none. */
  @Test
  void theDivergencesSummandDoesNotCancel() throws IOException {
    requireUlps("dMinusLog1p", Kernels::dMinusLog1p, 16);
  }

  @Test
  void endsOfTheRangeAreWhatTheySay() {
    assertThat(Kernels.exp(0)).isEqualTo(1);
    assertThat(Kernels.exp(-800)).isZero();
    assertThat(Kernels.exp(800)).isEqualTo(Double.POSITIVE_INFINITY);
    assertThat(Kernels.exp(Double.NaN)).isNaN();
    assertThat(Kernels.log(1)).isZero();
    assertThat(Kernels.log(0)).isEqualTo(Double.NEGATIVE_INFINITY);
    assertThat(Kernels.log(-1)).isNaN();
    assertThat(Kernels.log(Double.MIN_VALUE)).isCloseTo(-744.4400719213812, within(1e-12));
    assertThat(Kernels.dMinusLog1p(0)).isZero();
  }
}
