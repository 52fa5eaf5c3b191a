package io.gradsweep.workers.numeric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.gradsweep.workers.api.NumericalBreakdown;
import org.junit.jupiter.api.Test;

class TestSymmetricEigen {

  /** The second difference has eigenvalues 2 - 2 cos(kπ/(n+1)). */
  @Test
  void secondDifferenceHasItsClosedForm() {
    int n = 40;
    double[][] a = new double[n][n];
    for (int i = 0; i < n; i++) {
      a[i][i] = 2;
      if (i > 0) {
        a[i][i - 1] = a[i - 1][i] = -1;
      }
    }
    double[] values = SymmetricEigen.values(a);
    for (int k = 1; k <= n; k++) {
      assertThat(values[k - 1])
          .isCloseTo(2 - 2 * StrictMath.cos(k * Math.PI / (n + 1)), within(1e-13));
    }
  }

  @Test
  void numbersThatAreNoneBreakDownWithAReason() {
    assertThatThrownBy(() -> SymmetricEigen.values(new double[][] {{Double.NaN, 0}, {0, 1}}))
        .isInstanceOf(NumericalBreakdown.class)
        .hasMessage("eigenvalues of a 2 x 2 matrix of norm NaN");
    assertThatThrownBy(() -> SymmetricEigen.values(new double[][] {{1, 0}, {1e200, 1}}))
        .isInstanceOf(NumericalBreakdown.class)
        .hasMessage("eigenvalues of a 2 x 2 matrix of norm Infinity");
  }
}
