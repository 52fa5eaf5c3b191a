package io.gradsweep.workers.numeric;

import static io.gradsweep.workers.numeric.DenseMatrix.Op.AS_IS;
import static io.gradsweep.workers.numeric.DenseMatrix.Op.TRANSPOSED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.gradsweep.results.random.RandomStream;
import io.gradsweep.results.random.Streams;
import io.gradsweep.workers.api.NumericalBreakdown;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TestPseudoInverse {

  private static final int ORDER = 7;

  private final RandomStream random = Streams.ofSweep(4, "pseudo-inverse");

  /** BᵀB of random rows. */
  private DenseMatrix gram(int rows, double scale) {
    DenseMatrix b = new DenseMatrix(rows, ORDER);
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < ORDER; j++) {
        b.set(i, j, scale * random.nextGaussian());
      }
    }
    return product(b, DenseMatrix.Op.TRANSPOSED, b);
  }

  private static DenseMatrix product(DenseMatrix a, DenseMatrix.Op op, DenseMatrix b) {
    DenseMatrix product = new DenseMatrix(op == AS_IS ? a.rows() : a.columns(), b.columns());
    product.setProduct(1, a, op, b, AS_IS, 0);
    return product;
  }

  private static DenseMatrix identity() {
    DenseMatrix identity = new DenseMatrix(ORDER, ORDER);
    for (int i = 0; i < ORDER; i++) {
      identity.set(i, i, 1);
    }
    return identity;
  }

  private static double[] entries(DenseMatrix matrix) {
    double[] entries = new double[matrix.rows() * matrix.columns()];
    matrix.read(entries);
    return entries;
  }

  private static double[] transposed(DenseMatrix matrix) {
    return entries(product(matrix, TRANSPOSED, identity()));
  }

  private static double norm(DenseMatrix matrix) {
    return Math.sqrt(matrix.dot(matrix));
  }

  /** By hand: v vᵀ has v vᵀ / ‖v‖⁴. */
  @Test
  void ofARankOneMatrixIsItselfOverItsSquare() {
    DenseMatrix a = DenseMatrix.of(new double[][] {{1, 2}, {2, 4}});
    assertThat(entries(new PseudoInverse(2, 1).of(a)))
        .containsExactly(new double[] {1 / 25.0, 2 / 25.0, 2 / 25.0, 4 / 25.0}, within(1e-15));
  }

  @Test
  void ofARegularMatrixIsTheInverse() {
    DenseMatrix a = gram(50, 1);
    DenseMatrix expected = identity();
    CholeskyFactor factor = new CholeskyFactor(ORDER);
    factor.factorise(a);
    factor.solveRows(expected);
    double tolerance = 1e-12 * norm(expected);
    assertThat(entries(new PseudoInverse(ORDER, 50).of(a)))
        .containsExactly(entries(expected), within(tolerance));
  }

  /** Moore's and Penrose's four identities, for every rank, at sizes far from 1. */
  @ParameterizedTest
  @CsvSource({"1,1", "3,1", "6,1", "3,1e-70", "3,1e70", "40,1"})
  void theFourIdentitiesHold(int rows, double scale) {
    DenseMatrix a = gram(rows, scale);
    DenseMatrix inverse = new PseudoInverse(ORDER, rows).of(a);
    DenseMatrix left = product(inverse, AS_IS, a);
    DenseMatrix right = product(a, AS_IS, inverse);
    double tolerance = 1e-9;
    assertThat(entries(product(right, AS_IS, a)))
        .containsExactly(entries(a), within(tolerance * norm(a)));
    assertThat(entries(product(left, AS_IS, inverse)))
        .containsExactly(entries(inverse), within(tolerance * norm(inverse)));
    assertThat(transposed(left)).containsExactly(entries(left), within(tolerance));
    assertThat(transposed(right)).containsExactly(entries(right), within(tolerance));
    double rank = left.dot(identity()); // the trace of a projection
    assertThat(rank).isCloseTo(Math.min(rows, ORDER), within(tolerance));
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 1e-310})
  void whatIsAllBelowTheCutOffHasNone(double entry) {
    DenseMatrix a = new DenseMatrix(3, 3);
    a.fill(entry);
    assertThat(entries(new PseudoInverse(3, 3).of(a))).containsOnly(0);
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, 1e200})
  void numbersThatAreNoneAreABreakdown(double entry) {
    DenseMatrix a = new DenseMatrix(3, 3);
    a.fill(entry);
    assertThatThrownBy(() -> new PseudoInverse(3, 3).of(a))
        .isInstanceOf(NumericalBreakdown.class)
        .hasMessageStartingWith("pseudo-inverse of a 3 x 3 matrix of norm ");
  }
}
