package io.gradsweep.workers.numeric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.gradsweep.workers.api.NumericalBreakdown;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Smile's lasso and ridge on columns that are orthogonal, where the answers are closed forms. */
class TestLasso {

  /** Orthogonal columns of mean 0; the second has variance 4. */
  private static final double[][] ROWS = {{1, 2}, {1, -2}, {-1, 2}, {-1, -2}};

  private static double[] responses(double a, double b, double intercept) {
    double[] y = new double[ROWS.length];
    for (int i = 0; i < y.length; i++) {
      y[i] = intercept + a * ROWS[i][0] + b * ROWS[i][1];
    }
    return y;
  }

  /** On standardised columns the weights a, 2b are moved towards 0 by λ. */
  @ParameterizedTest
  @ValueSource(doubles = {0.01, 0.5, 1.5})
  void orthogonalLassoIsSoftThresholding(double penalty) {
    Lasso fit = Lasso.fit(ROWS, responses(3, -0.5, 7), penalty);
    assertThat(fit.weights()[0]).isCloseTo(3 - penalty, within(1e-2));
    assertThat(fit.weights()[1]).isCloseTo(-Math.max(0, 1 - penalty) / 2, within(1e-2));
    assertThat(fit.intercept()).isCloseTo(7, within(1e-12));
    assertThat(fit.relativeGap()).isBetween(0.0, Lasso.TOLERANCE);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.01, 0.5, 1.5})
  void orthogonalRidgeIsShrinkage(double penalty) {
    StandardisedRidge fit = StandardisedRidge.fit(ROWS, responses(3, -0.5, 7), penalty);
    assertThat(fit.weights()[0]).isCloseTo(3 / (1 + penalty), within(1e-12));
    assertThat(fit.weights()[1]).isCloseTo(-0.5 / (1 + penalty), within(1e-12));
    assertThat(fit.intercept()).isCloseTo(7, within(1e-12));
    assertThat(Math.abs(fit.relativeGap())).isLessThan(1e-12);
  }

  @Test
  void constantColumnsAreABreakdown() {
    double[][] rows = {{1, 2}, {1, -2}, {1, 3}};
    double[] y = {1, 2, 3};
    assertThatThrownBy(() -> Lasso.fit(rows, y, 1))
        .isInstanceOf(NumericalBreakdown.class)
        .hasMessageStartingWith("lasso with penalty 1.0: ");
    assertThatThrownBy(() -> StandardisedRidge.fit(rows, y, 1))
        .isInstanceOf(NumericalBreakdown.class)
        .hasMessageStartingWith("ridge with penalty 1.0: ");
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -1, Double.NaN, Double.POSITIVE_INFINITY})
  void penaltiesArePositive(double penalty) {
    assertThatThrownBy(() -> Lasso.fit(ROWS, responses(1, 1, 0), penalty))
        .hasMessage("Cannot fit lasso with penalty: " + penalty + " (must be finite and > 0)");
    assertThatThrownBy(() -> StandardisedRidge.fit(ROWS, responses(1, 1, 0), penalty))
        .hasMessage("Cannot fit ridge with penalty: " + penalty + " (must be finite and > 0)");
  }
}
