package io.gradsweep.workers.simulations.deepequilibrium;

import io.gradsweep.workers.numeric.DenseMatrix;
import io.gradsweep.workers.numeric.DenseMatrix.Op;
import io.gradsweep.workers.numeric.Kernels;

/**
 * The Hessian of a cross-entropy, c Σ_i (phi_i phi_iᵀ) ⊗ (diag(p_i) - p_i p_iᵀ), with the columns
 * of W stacked; p is the softmax of the scores.
 */
final class SoftmaxHessian {

  private SoftmaxHessian() {}

  /**
   * @param f outputs, rows x n
   * @param reference whether a further score is held at 0, as in a logistic loss
   */
  static double[][] of(DenseMatrix phi, double[] f, int rows, double c, boolean reference) {
    int m = phi.rows();
    double[] p = probabilities(f, rows, phi.columns(), reference);
    double[][] h = new double[m * rows][m * rows];
    DenseMatrix weighted = new DenseMatrix(m, phi.columns());
    DenseMatrix block = new DenseMatrix(m, m);
    for (int a = 0; a < rows; a++) {
      for (int b = 0; b <= a; b++) {
        weigh(phi, p, a, b, weighted);
        block.setProduct(c, weighted, Op.AS_IS, phi, Op.TRANSPOSED, 0);
        for (int i = 0; i < m; i++) {
          for (int j = 0; j < m; j++) {
            h[i * rows + a][j * rows + b] = block.get(i, j);
            h[j * rows + b][i * rows + a] = block.get(i, j);
          }
        }
      }
    }
    return h;
  }

  private static void weigh(DenseMatrix phi, double[] p, int a, int b, DenseMatrix weighted) {
    int n = phi.columns();
    for (int i = 0; i < n; i++) {
      double weight = p[a * n + i] * ((a == b ? 1 : 0) - p[b * n + i]);
      for (int k = 0; k < phi.rows(); k++) {
        weighted.set(k, i, weight * phi.get(k, i));
      }
    }
  }

  /** Softmax of each column; with a further score of 0 if {@code reference}. */
  static double[] probabilities(double[] f, int rows, int n, boolean reference) {
    double[] p = new double[rows * n];
    for (int i = 0; i < n; i++) {
      double max = f[OutputLoss.largest(f, rows, n, i) * n + i];
      max = reference ? Math.max(0, max) : max;
      double total = reference ? Kernels.exp(-max) : 0;
      for (int at = i; at < rows * n; at += n) {
        p[at] = Kernels.exp(f[at] - max);
        total += p[at];
      }
      for (int at = i; at < rows * n; at += n) {
        p[at] /= total;
      }
    }
    return p;
  }
}
