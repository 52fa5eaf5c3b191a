package io.gradsweep.workers.simulations.deepequilibrium;

import io.gradsweep.workers.api.NumericalBreakdown;
import io.gradsweep.workers.numeric.DenseMatrix;
import io.gradsweep.workers.numeric.DenseMatrix.Op;
import io.gradsweep.workers.numeric.SymmetricEigen;

/**
 * The operator 𝔇 of the dynamics vec(W') = -𝔇 vec(∇L₀), with the columns of W stacked: 𝔇 = (U⁻ᵀ
 * ⊗ I) blockdiag_j(T_j) (U⁻¹ ⊗ I), T_j = I + γ² W J_j² Wᵀ, J_j = diag(s_j) - s_j s_jᵀ. It costs the
 * cube of m m_y and more, so it is computed only on request.
 */
final class WeightOperator {

  private WeightOperator() {}

  /** 𝔇 of the last evaluation: m m_y rows. */
  static double[][] of(ImplicitModel model) {
    int m = model.w().columns();
    int outputs = model.w().rows();
    double[][] inverse = model.layer().inverse();
    double[][][] t = blocks(model);
    double[][] d = new double[m * outputs][m * outputs];
    double[] weighted = new double[m];
    for (int a = 0; a < outputs; a++) {
      for (int b = 0; b <= a; b++) {
        for (int i = 0; i < m; i++) {
          for (int j = 0; j < m; j++) {
            weighted[j] = inverse[j][i] * t[j][a][b];
          }
          putRow(d, inverse, weighted, i * outputs, a, b, outputs);
        }
      }
    }
    return d;
  }

  /**
   * Puts Σ_j (weighted)_j (U⁻¹)_jk for every k; T_j is symmetric, so every block is symmetric in a
   * and b.
   */
  private static void putRow(
      double[][] d, double[][] inverse, double[] weighted, int row, int a, int b, int outputs) {
    int m = weighted.length;
    double[] sums = new double[m];
    for (int j = 0; j < m; j++) {
      for (int k = 0; k < m; k++) {
        sums[k] += weighted[j] * inverse[j][k];
      }
    }
    for (int k = 0; k < m; k++) {
      d[row + a][k * outputs + b] = sums[k];
      d[row + b][k * outputs + a] = sums[k];
    }
  }

  /** T_j for each column j of S: m_y x m_y. */
  static double[][][] blocks(ImplicitModel model) {
    DenseMatrix w = model.w();
    int m = w.columns();
    double gamma = model.layer().gamma();
    double[][][] t = new double[m][w.rows()][w.rows()];
    for (int j = 0; j < m; j++) {
      double[][] x = timesJacobian(w, model.layer().s(), j);
      for (int a = 0; a < x.length; a++) {
        for (int b = 0; b < x.length; b++) {
          double dot = 0;
          for (int k = 0; k < m; k++) {
            dot += x[a][k] * x[b][k];
          }
          t[j][a][b] = (a == b ? 1 : 0) + gamma * gamma * dot;
        }
      }
    }
    return t;
  }

  /** W J_j: entries s_kj (W_ak - Σ_i W_ai s_ij). */
  private static double[][] timesJacobian(DenseMatrix w, double[] s, int j) {
    int m = w.columns();
    double[][] x = new double[w.rows()][m];
    for (int a = 0; a < x.length; a++) {
      double mean = 0;
      for (int i = 0; i < m; i++) {
        mean += w.get(a, i) * s[i * m + j];
      }
      for (int k = 0; k < m; k++) {
        x[a][k] = s[k * m + j] * (w.get(a, k) - mean);
      }
    }
    return x;
  }

  /** ‖U‖₂². */
  static double squaredNormOfU(ImplicitLayer layer, int m) {
    double[][] u = new double[m][m];
    for (int i = 0; i < m; i++) {
      System.arraycopy(layer.u(), i * m, u[i], 0, m);
    }
    return largest(product(u, Op.TRANSPOSED, u, Op.AS_IS));
  }

  /**
   * 2/(β λ_max(U⁻¹CU⁻ᵀ)), C the curvature of the loss and β the largest eigenvalue of any T_j: the
   * largest step of gradient descent for which the linearised W contracts, or a lower bound of it.
   * If B = 0 it is exactly the limit, with β = 1.
   */
  static double stepSizeLimit(ImplicitModel model, double[][] curvature) {
    double beta = 1;
    for (double[][] block : blocks(model)) {
      beta = Math.max(beta, largest(block));
    }
    double[][] inverse = model.layer().inverse();
    double[][] half = product(inverse, Op.AS_IS, curvature, Op.AS_IS);
    return 2 / (beta * largest(product(half, Op.AS_IS, inverse, Op.TRANSPOSED)));
  }

  private static double largest(double[][] symmetric) {
    double[] values = SymmetricEigen.values(symmetric);
    return values[values.length - 1];
  }

  /** op(A) op(B). */
  private static double[][] product(double[][] a, Op opA, double[][] b, Op opB) {
    int rows = opA == Op.AS_IS ? a.length : a[0].length;
    int columns = opB == Op.AS_IS ? b[0].length : b.length;
    DenseMatrix c = new DenseMatrix(rows, columns);
    c.setProduct(1, DenseMatrix.of(a), opA, DenseMatrix.of(b), opB, 0);
    double[][] result = new double[rows][columns];
    for (int i = 0; i < rows; i++) {
      c.readRow(i, result[i]);
    }
    return result;
  }

  /** Eigenvalues of 𝔇H, ascending: those of LᵀHL, where 𝔇 = LLᵀ. */
  static double[] spectrumWith(double[][] d, double[][] hessian) {
    double[][] l = cholesky(d);
    return SymmetricEigen.values(
        product(l, Op.TRANSPOSED, product(hessian, Op.AS_IS, l, Op.AS_IS), Op.AS_IS));
  }

  private static double[][] cholesky(double[][] a) {
    double[][] l = new double[a.length][a.length];
    for (int i = 0; i < a.length; i++) {
      for (int j = 0; j <= i; j++) {
        double sum = a[i][j];
        for (int k = 0; k < j; k++) {
          sum -= l[i][k] * l[j][k];
        }
        if (i == j && !(sum > 0)) {
          throw new NumericalBreakdown("the operator of W: minor %d is not positive".formatted(i));
        }
        l[i][j] = i == j ? Math.sqrt(sum) : sum / l[j][j];
      }
    }
    return l;
  }
}
