package io.gradsweep.workers.numeric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.gradsweep.workers.api.NumericalBreakdown;
import org.junit.jupiter.api.Test;

class TestThinQr {

  private static final double[][] A = {{3, 1}, {4, 2}, {0, 2}};

  /** By hand: the first column has norm 5, the second 1·3/5 + 2·4/5 = 2.2 along it. */
  @Test
  void factorsAreThoseOfGramAndSchmidt() {
    ThinQr qr = ThinQr.of(A);
    assertThat(Math.abs(qr.r()[0][0])).isCloseTo(5, within(1e-14));
    assertThat(Math.abs(qr.r()[0][1])).isCloseTo(2.2, within(1e-14));
    assertThat(Math.abs(qr.r()[1][1])).isCloseTo(Math.sqrt(9 - 2.2 * 2.2), within(1e-14));
    assertThat(qr.r()[1][0]).isZero();
  }

  @Test
  void solvesUndoTheTriangle() {
    ThinQr qr = ThinQr.of(A);
    double[][] r = qr.r();
    double[] x = {7 * r[0][0] - 3 * r[0][1], -3 * r[1][1]};
    qr.solve(x);
    assertThat(x).containsExactly(new double[] {7, -3}, within(1e-13));
    double[] y = {7 * r[0][0], 7 * r[0][1] - 3 * r[1][1]};
    qr.solveTransposed(y);
    assertThat(y).containsExactly(new double[] {7, -3}, within(1e-13));
  }

  @Test
  void wideMatricesAndNumbersThatAreNoneAreRefused() {
    assertThatThrownBy(() -> ThinQr.of(new double[][] {{1, 2}}))
        .hasMessage(
            "Cannot factorise a matrix of: 1 x 2 (must have at least as many rows as columns)");
    assertThatThrownBy(() -> ThinQr.of(new double[][] {{1}, {Double.NaN}}))
        .isInstanceOf(NumericalBreakdown.class);
  }
}
