package io.gradsweep.workers.numeric;

import io.gradsweep.workers.api.NumericalBreakdown;
import java.util.Comparator;
import java.util.stream.IntStream;
import smile.math.blas.UPLO;
import smile.math.matrix.Matrix;

/**
 * A = V diag(λ) Vᵀ of a symmetric matrix by Smile (LAPACK), accepted only with a certificate: the
 * residual A V - V diag(λ) and the defect of VᵀV = I are small.
 *
 * @param values n eigenvalues, ascending
 * @param vectors row k is the eigenvector of values[k], of norm 1
 */
public record SpectralDecomposition(double[] values, double[][] vectors) {

  static {
    NativeLibraries.await();
  }

  private static final double TOLERANCE = 1e-12;

  /**
   * Decomposes a symmetric matrix.
   *
   * @param a n rows of n numbers; only the lower triangle is read
   * @throws NumericalBreakdown if the answer does not pass the certificate
   */
  public static SpectralDecomposition of(double[][] a) {
    int n = a.length;
    Matrix matrix = new Matrix(n, n);
    double scale = 0;
    for (int i = 0; i < n; i++) {
      for (int j = 0; j <= i; j++) {
        matrix.set(i, j, a[i][j]);
        matrix.set(j, i, a[i][j]);
        scale += (i == j ? 1 : 2) * a[i][j] * a[i][j];
      }
    }
    if (!Double.isFinite(scale)) {
      throw new NumericalBreakdown(
          "eigenvectors of a %d x %d matrix of norm %s".formatted(n, n, scale));
    }
    matrix.uplo(UPLO.LOWER);
    SpectralDecomposition answer = ascending(decomposed(matrix));
    answer.certify(a, n * TOLERANCE * Math.sqrt(scale));
    return answer;
  }

  private static Matrix.EVD decomposed(Matrix matrix) {
    try {
      return matrix.eigen(false, true, true);
    } catch (ArithmeticException e) { // how Smile reports LAPACK's info
      throw new NumericalBreakdown(
          "eigenvectors of a %d x %d matrix: %s"
              .formatted(matrix.nrow(), matrix.ncol(), e.getMessage()));
    }
  }

  private static SpectralDecomposition ascending(Matrix.EVD evd) {
    int n = evd.wr.length;
    int[] order =
        IntStream.range(0, n)
            .boxed()
            .sorted(Comparator.comparingDouble(k -> evd.wr[k]))
            .mapToInt(Integer::intValue)
            .toArray();
    double[] values = new double[n];
    double[][] vectors = new double[n][n];
    for (int k = 0; k < n; k++) {
      values[k] = evd.wr[order[k]];
      for (int i = 0; i < n; i++) {
        vectors[k][i] = evd.Vr.get(i, order[k]);
      }
    }
    return new SpectralDecomposition(values, vectors);
  }

  private void certify(double[][] a, double residual) {
    int n = values.length;
    double worst = 0;
    double defect = 0;
    for (int k = 0; k < n; k++) {
      for (int i = 0; i < n; i++) {
        double product = 0.0 - values[k] * vectors[k][i];
        double inner = i == k ? -1 : 0;
        for (int j = 0; j < n; j++) {
          product += (j <= i ? a[i][j] : a[j][i]) * vectors[k][j];
          inner += vectors[i][j] * vectors[k][j];
        }
        worst = Math.max(worst, Math.abs(product));
        defect = Math.max(defect, Math.abs(inner));
      }
    }
    if (!(worst <= residual && defect <= n * TOLERANCE)) {
      throw new NumericalBreakdown(
          "eigenvectors of a %d x %d matrix: residual %s, defect %s"
              .formatted(n, n, worst, defect));
    }
  }
}
