package io.gradsweep.workers.numeric;

import io.gradsweep.workers.api.NumericalBreakdown;
import smile.math.matrix.Matrix;

/**
 * A = QR of a matrix with at least as many rows as columns, by Smile (LAPACK), accepted only with a
 * certificate: QR is A, and QᵀQ is the identity.
 *
 * @param q as many rows and columns as A, orthonormal columns
 * @param r square, upper triangular
 */
public record ThinQr(double[][] q, double[][] r) {

  static {
    NativeLibraries.await();
  }

  private static final double TOLERANCE = 1e-13;

  /**
   * @param a rows of equal length, at least as many as columns
   * @throws NumericalBreakdown if the answer does not pass the certificate
   */
  public static ThinQr of(double[][] a) {
    int rows = a.length;
    int columns = a[0].length;
    if (rows < columns) {
      throw new IllegalArgumentException(
          "Cannot factorise a matrix of: %d x %d (must have at least as many rows as columns)"
              .formatted(rows, columns));
    }
    Matrix matrix = Matrix.of(a);
    Matrix.QR qr = factors(matrix);
    Matrix q = qr.Q();
    Matrix r = qr.R();
    double scale = matrix.norm();
    boolean certified =
        q.mm(r).sub(matrix).norm() <= TOLERANCE * columns * scale
            && q.ata().sub(Matrix.eye(columns)).norm() <= TOLERANCE * columns;
    if (!certified) {
      throw new NumericalBreakdown(
          "QR of a %d x %d matrix of norm %s".formatted(rows, columns, scale));
    }
    return new ThinQr(q.toArray(), r.toArray());
  }

  private static Matrix.QR factors(Matrix matrix) {
    try {
      return matrix.qr();
    } catch (ArithmeticException e) { // how Smile reports LAPACK's info
      throw new NumericalBreakdown(
          "QR of a %d x %d matrix: %s".formatted(matrix.nrow(), matrix.ncol(), e.getMessage()));
    }
  }

  /** Solves Rᵀ x = b in place of b. */
  public void solveTransposed(double[] b) {
    for (int i = 0; i < r.length; i++) {
      double sum = b[i];
      for (int k = 0; k < i; k++) {
        sum -= r[k][i] * b[k];
      }
      b[i] = sum / r[i][i];
    }
  }

  /** Solves R x = b in place of b. */
  public void solve(double[] b) {
    for (int i = r.length - 1; i >= 0; i--) {
      double sum = b[i];
      for (int k = i + 1; k < r.length; k++) {
        sum -= r[i][k] * b[k];
      }
      b[i] = sum / r[i][i];
    }
  }
}
