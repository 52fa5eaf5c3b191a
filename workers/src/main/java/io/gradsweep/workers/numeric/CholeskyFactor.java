package io.gradsweep.workers.numeric;

import io.gradsweep.workers.api.NumericalBreakdown;
import java.nio.DoubleBuffer;
import smile.math.blas.LAPACK;
import smile.math.blas.Layout;
import smile.math.blas.UPLO;

/**
 * The Cholesky factor of one symmetric positive definite matrix after another, by LAPACK under
 * Smile. Factorising and solving allocate nothing. Serves one thread.
 */
public final class CholeskyFactor {

  private final int n;
  private final DenseMatrix factor;

  public CholeskyFactor(int n) {
    this.n = n;
    factor = new DenseMatrix(n, n);
  }

  /**
   * Factorises a copy of {@code a}, of which the upper triangle is read.
   *
   * @throws NumericalBreakdown if the matrix is not positive definite to rounding
   */
  public void factorise(DenseMatrix a) {
    factor.write(a);
    // LAPACK reads by columns, and so sees our upper triangle as a lower one
    int info = LAPACK.engine.potrf(Layout.COL_MAJOR, UPLO.LOWER, n, factor.data(), n);
    if (info != 0 || !(factor.get(n - 1, n - 1) > 0)) {
      throw new NumericalBreakdown(
          "Cholesky of a %d x %d matrix: minor %d is not positive".formatted(n, n, info));
    }
  }

  /** Overwrites b with the x of A x = b. */
  public void solve(DoubleBuffer b) {
    solve(b, 1);
  }

  /** As {@link #solve}, for every row of a matrix: each is a right-hand side, then its solution. */
  public void solveRows(DenseMatrix rows) {
    if (rows.columns() != n) {
      throw new IllegalArgumentException(
          "Cannot solve for rows of: %d entries (must be %d)".formatted(rows.columns(), n));
    }
    solve(rows.data(), rows.rows());
  }

  private void solve(DoubleBuffer b, int sides) {
    int info = LAPACK.engine.potrs(Layout.COL_MAJOR, UPLO.LOWER, n, sides, factor.data(), n, b, n);
    if (info != 0) {
      throw new NumericalBreakdown("solving %d x %d: LAPACK says %d".formatted(n, n, info));
    }
  }
}
