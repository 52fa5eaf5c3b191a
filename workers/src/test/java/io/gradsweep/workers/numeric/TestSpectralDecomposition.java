package io.gradsweep.workers.numeric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.gradsweep.workers.api.NumericalBreakdown;
import org.junit.jupiter.api.Test;

class TestSpectralDecomposition {

  /** tridiag(-1, 2, -1) has eigenvalues 2 - 2 cos(kπ/(n+1)) and eigenvectors sin(ikπ/(n+1)). */
  @Test
  void secondDifferencesHaveSines() {
    int n = 12;
    double[][] a = new double[n][n];
    for (int i = 0; i < n; i++) {
      a[i][i] = 2;
      if (i > 0) {
        a[i][i - 1] = -1;
        a[i - 1][i] = -1;
      }
    }
    SpectralDecomposition answer = SpectralDecomposition.of(a);
    for (int k = 1; k <= n; k++) {
      double angle = k * Math.PI / (n + 1);
      assertThat(answer.values()[k - 1]).isCloseTo(2 - 2 * StrictMath.cos(angle), within(1e-14));
      double[] v = answer.vectors()[k - 1];
      double sign = Math.signum(v[0]);
      for (int i = 1; i <= n; i++) {
        double exact = Math.sqrt(2.0 / (n + 1)) * StrictMath.sin(i * angle);
        assertThat(sign * v[i - 1]).isCloseTo(exact, within(1e-13));
      }
    }
  }

  @Test
  void whatIsNotFiniteIsRefused() {
    assertThatThrownBy(() -> SpectralDecomposition.of(new double[][] {{Double.NaN}}))
        .isInstanceOf(NumericalBreakdown.class)
        .hasMessageContaining("1 x 1 matrix of norm NaN");
  }
}
