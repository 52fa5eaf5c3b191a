package io.gradsweep.workers.simulations.deepequilibrium;

import io.gradsweep.workers.numeric.DenseMatrix;
import io.gradsweep.workers.numeric.DenseMatrix.Op;
import io.gradsweep.workers.numeric.SymmetricEigen;
import io.gradsweep.workers.numeric.ThinQr;
import java.util.Optional;

/**
 * The squared loss ½c‖WΦ - Y‖²_F = L* + ½‖WF - T‖²_F. F is m x k with FFᵀ = cΦΦᵀ, k = min(m, n),
 * and T = W*F. The descent is the same with n samples as with k columns, and the excess loss,
 * formed without L*, stays accurate however small it is.
 */
final class SquaredObjective implements Objective {

  private static final double ROUNDING = 1e-15;

  private final DenseMatrix f;
  private final double[] target;
  private final DenseMatrix residual;
  private final double[] entries;
  private final DenseMatrix optimum;
  private final double optimalLoss;
  private final double kappa;
  private final double resolution;
  private final int outputs;

  SquaredObjective(Settings s, Data data) {
    double c = s.reduction();
    int m = s.width;
    int n = data.samples();
    outputs = s.outputs;
    int k = Math.min(m, n);
    ThinQr qr = ThinQr.of(rows(data.phi(), m >= n));
    optimum = optimum(qr, data, m, n);
    f = m >= n ? scaled(data.phi(), Math.sqrt(c)) : root(qr.r(), Math.sqrt(c));
    residual = new DenseMatrix(outputs, k);
    residual.setProduct(1, optimum, Op.AS_IS, f, Op.AS_IS, 0);
    target = new double[outputs * k];
    residual.read(target);
    entries = new double[outputs * k];
    DenseMatrix all = new DenseMatrix(outputs, n);
    all.setProduct(1, optimum, Op.AS_IS, data.phi(), Op.AS_IS, 0);
    double[] misfit = new double[outputs * n];
    all.read(misfit);
    OutputLoss loss = new OutputLoss(s.loss, c, data.y(), outputs);
    optimalLoss = loss.lossAndGradient(misfit);
    kappa = SymmetricEigen.values(gram(f, m < n))[0];
    resolution = ROUNDING * ROUNDING * m * Math.max(1, OutputLoss.sumOfSquares(target));
  }

  /** Φ, or Φᵀ if Φ has fewer rows than columns: a tall matrix. */
  private static double[][] rows(DenseMatrix phi, boolean tall) {
    double[][] rows = new double[tall ? phi.rows() : phi.columns()][];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = new double[tall ? phi.columns() : phi.rows()];
      for (int j = 0; j < rows[i].length; j++) {
        rows[i][j] = tall ? phi.get(i, j) : phi.get(j, i);
      }
    }
    return rows;
  }

  /** W* = YQR⁻ᵀ if Φᵀ = QR is tall, else W* = YR⁻¹Qᵀ with Φ = QR. */
  private static DenseMatrix optimum(ThinQr qr, Data data, int m, int n) {
    int outputs = data.y().length / n;
    DenseMatrix w = new DenseMatrix(outputs, m);
    double[][] q = qr.q();
    for (int a = 0; a < outputs; a++) {
      double[] row = new double[m];
      if (m < n) {
        for (int j = 0; j < m; j++) {
          for (int i = 0; i < n; i++) {
            row[j] += q[i][j] * data.y()[a * n + i];
          }
        }
        qr.solve(row);
      } else {
        double[] y = new double[n];
        System.arraycopy(data.y(), a * n, y, 0, n);
        qr.solveTransposed(y);
        for (int j = 0; j < m; j++) {
          for (int i = 0; i < n; i++) {
            row[j] += q[j][i] * y[i];
          }
        }
      }
      w.writeRow(a, row);
    }
    return w;
  }

  private static DenseMatrix scaled(DenseMatrix phi, double factor) {
    DenseMatrix f = new DenseMatrix(phi.rows(), phi.columns());
    for (int i = 0; i < phi.rows(); i++) {
      for (int j = 0; j < phi.columns(); j++) {
        f.set(i, j, factor * phi.get(i, j));
      }
    }
    return f;
  }

  /** √c Rᵀ: ΦΦᵀ = RᵀR if Φᵀ = QR. */
  private static DenseMatrix root(double[][] r, double factor) {
    DenseMatrix f = new DenseMatrix(r.length, r.length);
    for (int i = 0; i < r.length; i++) {
      for (int j = 0; j <= i; j++) {
        f.set(i, j, factor * r[j][i]);
      }
    }
    return f;
  }

  /** FFᵀ, or FᵀF, as rows. */
  private static double[][] gram(DenseMatrix f, boolean outer) {
    int size = outer ? f.rows() : f.columns();
    DenseMatrix product = new DenseMatrix(size, size);
    Op left = outer ? Op.AS_IS : Op.TRANSPOSED;
    Op right = outer ? Op.TRANSPOSED : Op.AS_IS;
    product.setProduct(1, f, left, f, right, 0);
    double[][] rows = new double[size][size];
    for (int i = 0; i < size; i++) {
      product.readRow(i, rows[i]);
    }
    return rows;
  }

  @Override
  public double excess(DenseMatrix w, DenseMatrix g) {
    residual.write(target);
    residual.setProduct(1, w, Op.AS_IS, f, Op.AS_IS, -1);
    g.setProduct(1, residual, Op.AS_IS, f, Op.TRANSPOSED, 0);
    residual.read(entries);
    return 0.5 * OutputLoss.sumOfSquares(entries);
  }

  @Override
  public double optimalLoss() {
    return optimalLoss;
  }

  @Override
  public Optional<DenseMatrix> optimum() {
    return Optional.of(optimum);
  }

  @Override
  public double kappa() {
    return kappa;
  }

  @Override
  public double kappaWithin(double excess) {
    return kappa;
  }

  @Override
  public double[][] curvature() {
    return gram(f, true);
  }

  @Override
  public double[][] hessian(DenseMatrix w) {
    double[][] c = curvature();
    int size = c.length * outputs;
    double[][] h = new double[size][size];
    for (int i = 0; i < c.length; i++) {
      for (int j = 0; j < c.length; j++) {
        for (int a = 0; a < outputs; a++) {
          h[i * outputs + a][j * outputs + a] = c[i][j];
        }
      }
    }
    return h;
  }

  @Override
  public int flatDirections() {
    return (f.rows() - f.columns()) * outputs;
  }

  @Override
  public double resolution() {
    return resolution;
  }
}
