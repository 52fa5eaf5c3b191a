package io.gradsweep.workers.numeric;

import static io.gradsweep.workers.numeric.DenseMatrix.Op.AS_IS;
import static io.gradsweep.workers.numeric.DenseMatrix.Op.TRANSPOSED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.gradsweep.results.random.RandomStream;
import io.gradsweep.results.random.Streams;
import io.gradsweep.workers.api.NumericalBreakdown;
import io.gradsweep.workers.numeric.DenseMatrix.Op;
import java.nio.DoubleBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Products and solutions against sums written out, and against their own residuals. */
class TestDenseMatrix {

  private final RandomStream random = Streams.ofSweep(1, "dense-matrix");

  private double[][] normal(int rows, int columns) {
    double[][] a = new double[rows][columns];
    for (double[] row : a) {
      for (int j = 0; j < columns; j++) {
        row[j] = random.nextGaussian();
      }
    }
    return a;
  }

  private static double at(double[][] a, Op op, int i, int j) {
    return op == AS_IS ? a[i][j] : a[j][i];
  }

  private static double[] row(DenseMatrix a, int i) {
    double[] row = new double[a.columns()];
    a.readRow(i, row);
    return row;
  }

  @ParameterizedTest
  @CsvSource({"AS_IS,AS_IS", "AS_IS,TRANSPOSED", "TRANSPOSED,AS_IS", "TRANSPOSED,TRANSPOSED"})
  void productIsTheSumOverTheInnerIndex(Op opA, Op opB) {
    double[][] a = opA == AS_IS ? normal(5, 7) : normal(7, 5);
    double[][] b = opB == AS_IS ? normal(7, 3) : normal(3, 7);
    double[][] before = normal(5, 3);
    DenseMatrix c = DenseMatrix.of(before);
    c.setProduct(2, DenseMatrix.of(a), opA, DenseMatrix.of(b), opB, 0.5);
    for (int i = 0; i < 5; i++) {
      for (int j = 0; j < 3; j++) {
        double sum = 0.5 * before[i][j];
        for (int k = 0; k < 7; k++) {
          sum += 2 * at(a, opA, i, k) * at(b, opB, k, j);
        }
        assertThat(c.get(i, j)).isCloseTo(sum, within(1e-13));
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Op.class)
  void productWithVectorIsTheSumOverTheInnerIndex(Op op) {
    double[][] a = normal(4, 6);
    int inner = op == AS_IS ? 6 : 4;
    int outer = op == AS_IS ? 4 : 6;
    double[] x = normal(1, inner)[0];
    DoubleBuffer y = DenseMatrix.vector(outer);
    DenseMatrix.of(a).times(op, DenseMatrix.vector(inner).put(0, x), y);
    for (int i = 0; i < outer; i++) {
      double sum = 0;
      for (int k = 0; k < inner; k++) {
        sum += at(a, op, i, k) * x[k];
      }
      assertThat(y.get(i)).isCloseTo(sum, within(1e-13));
    }
  }

  @Test
  void rowsAreReadAndWrittenInPlace() {
    double[][] a = normal(6, 3);
    DenseMatrix whole = DenseMatrix.of(a);
    DenseMatrix part = whole.rowRange(2, 5);
    part.set(0, 1, 7);
    assertThat(whole.get(2, 1)).isEqualTo(7);
    DenseMatrix c = new DenseMatrix(3, 3);
    c.setProduct(1, part, AS_IS, part, TRANSPOSED, 0);
    double sum = a[3][0] * a[4][0] + a[3][1] * a[4][1] + a[3][2] * a[4][2];
    assertThat(c.get(1, 2)).isCloseTo(sum, within(1e-13));
    whole.rowRange(1, 4).setProduct(1, c, AS_IS, DenseMatrix.of(normal(3, 3)), AS_IS, 0);
    assertThat(row(whole, 0)).containsExactly(a[0]);
    assertThat(row(whole, 4)).containsExactly(a[4]);
    assertThatThrownBy(() -> whole.rowRange(3, 3))
        .hasMessage("Cannot take rows of a 6 x 3 matrix: 3 to 3 (must be 0 <= from < to <= 6)");
  }

  @Test
  void oneMemoryTakesManyShapes() {
    DenseMatrix memory = new DenseMatrix(4, 5);
    DenseMatrix shape = memory.firstAs(2, 7);
    shape.set(1, 0, 3);
    assertThat(memory.get(1, 2)).isEqualTo(3);
    assertThatThrownBy(() -> memory.firstAs(3, 7))
        .hasMessage(
            "Cannot take the first of 20 entries as: 3 x 7 (must be positive, and no more)");
  }

  @Test
  void sumsGoEntryByEntry() {
    double[][] a = normal(4, 3);
    double[][] b = normal(4, 3);
    DenseMatrix sum = DenseMatrix.of(a);
    sum.add(-2, DenseMatrix.of(b));
    double dot = 0;
    for (int i = 0; i < 4; i++) {
      for (int j = 0; j < 3; j++) {
        assertThat(sum.get(i, j)).isEqualTo(a[i][j] - 2 * b[i][j]);
        dot += a[i][j] * b[i][j];
      }
    }
    assertThat(DenseMatrix.of(a).dot(DenseMatrix.of(b))).isCloseTo(dot, within(1e-14));
    sum.fill(5);
    assertThat(row(sum, 3)).containsOnly(5);
  }

  @ParameterizedTest
  @EnumSource(Op.class)
  void luSolvesForEveryRow(Op op) {
    double[][] a = normal(9, 9);
    double[][] b = normal(2, 9);
    LuFactors lu = new LuFactors(9);
    lu.factorise(DenseMatrix.of(normal(9, 9))); // another matrix before: nothing of it stays
    lu.factorise(DenseMatrix.of(a));
    DenseMatrix x = DenseMatrix.of(b);
    lu.solveRows(op, x);
    for (int side = 0; side < 2; side++) {
      for (int i = 0; i < 9; i++) {
        double residual = -b[side][i];
        for (int k = 0; k < 9; k++) {
          residual += at(a, op, i, k) * x.get(side, k);
        }
        assertThat(residual).isCloseTo(0, within(1e-12));
      }
    }
    DoubleBuffer one = DenseMatrix.vector(9).put(0, b[1]);
    lu.solve(op, one);
    double[] alone = new double[9];
    one.get(0, alone);
    for (int i = 0; i < 9; i++) {
      assertThat(alone[i]).isCloseTo(x.get(1, i), within(1e-13)); // several sides block otherwise
    }
  }

  @Test
  void choleskySolvesAndReadsTheUpperTriangleAlone() {
    double[][] root = normal(8, 8);
    DenseMatrix gram = new DenseMatrix(8, 8);
    gram.setProduct(1, DenseMatrix.of(root), AS_IS, DenseMatrix.of(root), TRANSPOSED, 0);
    DenseMatrix upper = new DenseMatrix(8, 8);
    for (int i = 0; i < 8; i++) {
      for (int j = 0; j < 8; j++) {
        upper.set(i, j, j >= i ? gram.get(i, j) : Double.NaN);
      }
    }
    CholeskyFactor cholesky = new CholeskyFactor(8);
    cholesky.factorise(upper);
    double[][] b = normal(1, 8);
    DenseMatrix x = DenseMatrix.of(b);
    cholesky.solveRows(x);
    for (int i = 0; i < 8; i++) {
      double residual = -b[0][i];
      for (int k = 0; k < 8; k++) {
        residual += gram.get(i, k) * x.get(0, k);
      }
      assertThat(residual).isCloseTo(0, within(1e-10));
    }
  }

  @Test
  void whatHasNoFactorsIsABreakdown() {
    DenseMatrix singular = DenseMatrix.of(new double[][] {{1, 2}, {2, 4}});
    assertThatThrownBy(() -> new LuFactors(2).factorise(singular))
        .isInstanceOf(NumericalBreakdown.class)
        .hasMessage("LU of a 2 x 2 matrix: pivot 2 is zero");
    DenseMatrix indefinite = DenseMatrix.of(new double[][] {{1, 2}, {2, 1}});
    assertThatThrownBy(() -> new CholeskyFactor(2).factorise(indefinite))
        .isInstanceOf(NumericalBreakdown.class)
        .hasMessageContaining("minor 2 is not positive");
    DenseMatrix spoiled = DenseMatrix.of(new double[][] {{Double.NaN, 2}, {2, 1}});
    assertThatThrownBy(() -> new LuFactors(2).factorise(spoiled))
        .isInstanceOf(NumericalBreakdown.class);
    assertThatThrownBy(() -> new CholeskyFactor(2).factorise(spoiled))
        .isInstanceOf(NumericalBreakdown.class);
  }

  @Test
  void shapesThatDoNotFitAreNamed() {
    DenseMatrix a = new DenseMatrix(2, 3);
    assertThatThrownBy(() -> new DenseMatrix(2, 2).setProduct(1, a, AS_IS, a, AS_IS, 0))
        .hasMessageContaining("2 x 2")
        .hasMessageContaining("2 x 3");
    assertThatThrownBy(() -> a.times(AS_IS, DenseMatrix.vector(2), DenseMatrix.vector(2)))
        .hasMessageContaining("2 x 3");
  }
}
