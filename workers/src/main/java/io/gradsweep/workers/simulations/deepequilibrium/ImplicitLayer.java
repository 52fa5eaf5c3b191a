package io.gradsweep.workers.simulations.deepequilibrium;

import io.gradsweep.workers.numeric.DenseMatrix;
import io.gradsweep.workers.numeric.DenseMatrix.Op;
import io.gradsweep.workers.numeric.Kernels;
import io.gradsweep.workers.numeric.LuFactors;

/**
 * The implicit layer z = γSz + phi, that is z = U⁻¹phi with U = I - γS. S is the softmax of each
 * column of A, so ‖γS‖₁ = γ and U is invertible. One LU decomposition of U serves all solves; the
 * iteration is never unrolled. Nothing is allocated after the start.
 */
final class ImplicitLayer {

  private final int m;
  private final double gamma;
  private final double[] s;
  private final double[] u;
  private final double[] column;
  private final DenseMatrix matrix;
  private final LuFactors lu;

  ImplicitLayer(int m, double gamma) {
    this.m = m;
    this.gamma = gamma;
    s = new double[m * m];
    u = new double[m * m];
    column = new double[m];
    matrix = new DenseMatrix(m, m);
    lu = new LuFactors(m);
    for (int i = 0; i < m; i++) {
      u[i * m + i] = 1;
    }
  }

  /** S, row by row. */
  double[] s() {
    return s;
  }

  /** U, row by row. */
  double[] u() {
    return u;
  }

  double gamma() {
    return gamma;
  }

  /** Takes A, m² numbers row by row from an offset on, and factorises U. */
  void set(double[] parameters, int offset) {
    softmax(parameters, offset);
    if (gamma == 0) {
      return; // U is the identity
    }
    for (int i = 0; i < m * m; i++) {
      u[i] = 0.0 - gamma * s[i];
    }
    for (int i = 0; i < m; i++) {
      u[i * m + i] += 1;
    }
    matrix.write(u);
    lu.factorise(matrix);
  }

  /**
   * Takes A as {@link #set} does, but computes S alone: S_ij = e^(A_ij) / Σ_k e^(A_kj), with the
   * maximum of the column subtracted first.
   */
  void softmax(double[] a, int offset) {
    System.arraycopy(a, offset, column, 0, m);
    for (int i = 1; i < m; i++) {
      int row = offset + i * m;
      for (int j = 0; j < m; j++) {
        column[j] = Math.max(column[j], a[row + j]);
      }
    }
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < m; j++) {
        s[i * m + j] = Kernels.exp(a[offset + i * m + j] - column[j]);
      }
    }
    sumColumns(s);
    for (int j = 0; j < m; j++) {
      column[j] = 1 / column[j];
    }
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < m; j++) {
        s[i * m + j] *= column[j];
      }
    }
  }

  private void sumColumns(double[] x) {
    System.arraycopy(x, 0, column, 0, m);
    for (int i = 1; i < m; i++) {
      for (int j = 0; j < m; j++) {
        column[j] += x[i * m + j];
      }
    }
  }

  /** Replaces every row b of a matrix by b U⁻¹. */
  void timesInverse(DenseMatrix rows) {
    if (gamma > 0) {
      lu.solveRows(Op.TRANSPOSED, rows);
    }
  }

  /** Replaces every row b of a matrix by b U⁻ᵀ; as columns, U⁻¹b. */
  void timesInverseTransposed(DenseMatrix rows) {
    if (gamma > 0) {
      lu.solveRows(Op.AS_IS, rows);
    }
  }

  /**
   * ∂A = S∘(R - 1 colsum(S∘R)), with R = ∂L/∂S: in each column J_j R_·j.
   *
   * @param r R, row by row; overwritten by S∘R
   * @param gradient receives ∂A, m² numbers from 0 on
   */
  void pullBack(double[] r, double[] gradient) {
    for (int i = 0; i < m * m; i++) {
      r[i] *= s[i];
    }
    sumColumns(r);
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < m; j++) {
        int ij = i * m + j;
        gradient[ij] = r[ij] - s[ij] * column[j];
      }
    }
  }

  /** U⁻¹ as rows; a full inverse, for occasional use. */
  double[][] inverse() {
    DenseMatrix rows = new DenseMatrix(m, m);
    for (int i = 0; i < m; i++) {
      rows.set(i, i, 1);
    }
    timesInverse(rows);
    double[][] inverse = new double[m][m];
    for (int i = 0; i < m; i++) {
      rows.readRow(i, inverse[i]);
    }
    return inverse;
  }

  /** Mean over the columns of -Σ_i S_ij ln S_ij. */
  double entropy() {
    double sum = 0;
    for (int i = 0; i < m * m; i++) {
      sum -= s[i] > 0 ? s[i] * Kernels.log(s[i]) : 0;
    }
    return sum / m;
  }
}
