package io.gradsweep.workers.numeric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.gradsweep.workers.Oracle;
import java.util.HexFormat;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

class TestKernels {

  private static double number(String hex) {
    return Double.longBitsToDouble(HexFormat.fromHexDigitsToLong(hex));
  }

  private static void requireUlps(String function, DoubleUnaryOperator kernel, double ulps) {
    for (String[] cells : new Oracle("kernels").rows(function)) {
      double expected = number(cells[1]);
      assertThat(kernel.applyAsDouble(number(cells[0])))
          .as("%s(%s)", function, number(cells[0]))
          .isCloseTo(expected, within(ulps * Math.ulp(expected)));
    }
  }

  @Test
  void kernelsAreWithinTwoUlps() {
    requireUlps("exp", Kernels::exp, 2);
    requireUlps("log", Kernels::log, 2);
  }

  /** d - ln(1 + d) keeps its digits where the difference itself would have none. */
  @Test
  void theDivergencesSummandDoesNotCancel() {
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

  @Test
  void powersOfTwoAreReadFromTheBitsOfAShiftedExponent() {
    for (int k = Double.MIN_EXPONENT; k <= Double.MAX_EXPONENT; k++) {
      long shifted = Double.doubleToRawLongBits(k + Kernels.ROUND);
      assertThat(Kernels.powerOfTwo(shifted)).as("2^%d", k).isEqualTo(Math.scalb(1.0, k));
    }
  }
}
