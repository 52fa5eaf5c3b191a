package io.gradsweep.workers.numeric;

import io.gradsweep.workers.api.NumericalBreakdown;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.IntBuffer;
import smile.math.blas.LAPACK;
import smile.math.blas.Layout;
import smile.math.blas.Transpose;

/**
 * The factors P L U of one square matrix after another, by LAPACK under Smile, with partial
 * pivoting. Factorising and solving allocate nothing. Serves one thread.
 *
 * <p>LAPACK reads columns and {@link DenseMatrix} stores rows: so it factorises Aᵀ, and solves with
 * the transpose of that.
 */
public final class LuFactors {

  private final int n;
  private final DenseMatrix factors;
  private final IntBuffer pivots;

  public LuFactors(int n) {
    this.n = n;
    factors = new DenseMatrix(n, n);
    pivots =
        ByteBuffer.allocateDirect(Integer.BYTES * n).order(ByteOrder.nativeOrder()).asIntBuffer();
  }

  /**
   * Factorises a copy of {@code a}.
   *
   * @throws NumericalBreakdown if a pivot is exactly zero, or the matrix has an entry that is not
   *     finite
   */
  public void factorise(DenseMatrix a) {
    factors.write(a);
    int info = LAPACK.engine.getrf(Layout.COL_MAJOR, n, n, factors.data(), n, pivots);
    if (info != 0) {
      throw new NumericalBreakdown(
          "LU of a %d x %d matrix: pivot %d is zero".formatted(n, n, info));
    }
    double product = 0;
    for (int i = 0; i < n; i++) {
      product += factors.get(i, i);
    }
    if (!Double.isFinite(product)) {
      throw new NumericalBreakdown("LU of a %d x %d matrix: pivots are not finite".formatted(n, n));
    }
  }

  /** Overwrites b with the x of A x = b (op AS_IS) or Aᵀ x = b (TRANSPOSED). */
  public void solve(DenseMatrix.Op op, DoubleBuffer b) {
    solve(op, b, 1);
  }

  /** As {@link #solve}, for every row of a matrix: each is a right-hand side, then its solution. */
  public void solveRows(DenseMatrix.Op op, DenseMatrix rows) {
    if (rows.columns() != n) {
      throw new IllegalArgumentException(
          "Cannot solve for rows of: %d entries (must be %d)".formatted(rows.columns(), n));
    }
    solve(op, rows.data(), rows.rows());
  }

  private void solve(DenseMatrix.Op op, DoubleBuffer b, int sides) {
    Transpose ofStored = op == DenseMatrix.Op.AS_IS ? Transpose.TRANSPOSE : Transpose.NO_TRANSPOSE;
    int info =
        LAPACK.engine.getrs(Layout.COL_MAJOR, ofStored, n, sides, factors.data(), n, pivots, b, n);
    if (info != 0) {
      throw new NumericalBreakdown("solving %d x %d: LAPACK says %d".formatted(n, n, info));
    }
  }
}
