package io.gradsweep.workers.numeric;

import io.gradsweep.workers.api.NumericalBreakdown;
import java.util.Arrays;
import smile.math.blas.UPLO;
import smile.math.matrix.Matrix;

/**
 * Eigenvalues of a symmetric matrix by Smile (LAPACK), accepted only with a certificate: their sum
 * is the trace, and the sum of their squares is the squared Frobenius norm. OpenBLAS below it takes
 * its number of threads from OPENBLAS_NUM_THREADS, which is 1 in every JVM that we start.
 */
public final class SymmetricEigen {

  static {
    NativeLibraries.await();
  }

  private static final double TOLERANCE = 1e-12;

  private SymmetricEigen() {}

  /**
   * @param a n rows of n numbers; only the lower triangle is read
   * @return n eigenvalues, ascending
   * @throws NumericalBreakdown if the answer does not pass the certificate
   */
  public static double[] values(double[][] a) {
    int n = a.length;
    Matrix matrix = new Matrix(n, n);
    double trace = 0;
    double frobenius = 0;
    for (int i = 0; i < n; i++) {
      trace += a[i][i];
      for (int j = 0; j <= i; j++) {
        matrix.set(i, j, a[i][j]);
        matrix.set(j, i, a[i][j]);
        frobenius += (i == j ? 1 : 2) * a[i][j] * a[i][j];
      }
    }
    if (!Double.isFinite(frobenius)) {
      throw new NumericalBreakdown(
          "eigenvalues of a %d x %d matrix of norm %s".formatted(n, n, frobenius));
    }
    matrix.uplo(UPLO.LOWER);
    double[] values = eigenvalues(matrix);
    Arrays.sort(values);
    double sum = Arrays.stream(values).sum();
    double squares = Arrays.stream(values).map(x -> x * x).sum();
    double scale = n * TOLERANCE * Math.sqrt(frobenius);
    boolean certified =
        Math.abs(sum - trace) <= scale
            && Math.abs(squares - frobenius) <= scale * Math.sqrt(frobenius);
    if (!certified) {
      throw new NumericalBreakdown(
          "eigenvalues of a %d x %d matrix miss its trace or norm (%s against %s)"
              .formatted(n, n, sum, trace));
    }
    return values;
  }

  private static double[] eigenvalues(Matrix matrix) {
    try {
      return matrix.eigen(false, false, true).wr.clone();
    } catch (ArithmeticException e) { // how Smile reports LAPACK's info
      throw new NumericalBreakdown(
          "eigenvalues of a %d x %d matrix: %s"
              .formatted(matrix.nrow(), matrix.ncol(), e.getMessage()));
    }
  }
}
