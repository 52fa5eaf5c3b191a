package io.gradsweep.workers.simulations.groupsparsity;

import io.gradsweep.workers.api.NumericalBreakdown;
import io.gradsweep.workers.numeric.CholeskyFactor;
import io.gradsweep.workers.numeric.DenseMatrix;
import io.gradsweep.workers.numeric.DenseMatrix.Op;
import java.nio.DoubleBuffer;
import java.util.Optional;
import java.util.stream.IntStream;

/** X (n × p) and y, with room for the two products of a gradient. Serves one thread. */
final class LeastSquares {

  private final DesignMatrix x;
  private final double[] y;
  private final double[] overColumns;
  private final double[] overRows;

  LeastSquares(DesignMatrix x, double[] y) {
    this.x = x;
    this.y = y;
    overColumns = x.byRows().room();
    overRows = x.byColumns().room();
  }

  int samples() {
    return x.rows();
  }

  int dimension() {
    return x.columns();
  }

  DesignMatrix x() {
    return x;
  }

  double[] y() {
    return y;
  }

  /**
   * Least squares on the columns where w is not 0, with zeros elsewhere; empty if these columns are
   * more than the samples, or linearly dependent.
   */
  Optional<double[]> refit(double[] w) {
    int[] kept = IntStream.range(0, w.length).filter(j -> w[j] != 0).toArray();
    double[] refitted = new double[w.length];
    if (kept.length == 0) {
      return Optional.of(refitted);
    }
    if (kept.length > x.rows()) {
      return Optional.empty();
    }
    DenseMatrix columns = new DenseMatrix(x.rows(), kept.length);
    DoubleBuffer target = DenseMatrix.vector(x.rows());
    for (int i = 0; i < x.rows(); i++) {
      for (int j = 0; j < kept.length; j++) {
        columns.set(i, j, x.get(i, kept[j]));
      }
      target.put(i, y[i]);
    }
    DenseMatrix gram = new DenseMatrix(kept.length, kept.length);
    gram.setProduct(1, columns, Op.TRANSPOSED, columns, Op.AS_IS, 0);
    CholeskyFactor factor = new CholeskyFactor(kept.length);
    try {
      factor.factorise(gram);
    } catch (NumericalBreakdown e) {
      return Optional.empty();
    }
    DoubleBuffer solution = DenseMatrix.vector(kept.length);
    columns.times(Op.TRANSPOSED, target, solution);
    factor.solve(solution);
    for (int j = 0; j < kept.length; j++) {
      refitted[kept[j]] = solution.get(j);
    }
    return Optional.of(refitted);
  }

  /** r ← X w - y. */
  void residual(double[] w, double[] r) {
    multiplyColumns(w);
    takeResidual(r);
  }

  /** q ← factor · Xᵀ r. */
  void gradient(double[] r, double factor, double[] q) {
    multiplyRows(r);
    takeGradient(factor, q);
  }

  /** Makes X w in its room. */
  void multiplyColumns(double[] w) {
    x.byColumns().sum(w, overRows);
  }

  /** Makes Xᵀ r in its room. */
  void multiplyRows(double[] r) {
    x.byRows().sum(r, overColumns);
  }

  /** r ← X w - y, if X w is in its room. */
  void takeResidual(double[] r) {
    for (int i = 0; i < r.length; i++) {
      r[i] = overRows[i] - y[i];
    }
  }

  /** q ← factor · Xᵀ r, if Xᵀ r is in its room. */
  void takeGradient(double factor, double[] q) {
    for (int j = 0; j < q.length; j++) {
      q[j] = overColumns[j] * factor;
    }
  }

  /** Room for X w. */
  double[] overRows() {
    return overRows;
  }

  /** Room for Xᵀ r. */
  double[] overColumns() {
    return overColumns;
  }
}
