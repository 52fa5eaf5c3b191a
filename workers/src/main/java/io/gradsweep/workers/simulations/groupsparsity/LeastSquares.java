package io.gradsweep.workers.simulations.groupsparsity;

import io.gradsweep.workers.numeric.DenseMatrix;
import io.gradsweep.workers.numeric.DenseMatrix.Op;
import java.nio.DoubleBuffer;

/** X (n × p) and y, with room for the two products of a gradient. Serves one thread. */
final class LeastSquares {

  private final DenseMatrix x;
  private final double[] y;
  private final DoubleBuffer overColumns;
  private final DoubleBuffer overRows;

  LeastSquares(DenseMatrix x, double[] y) {
    this.x = x;
    this.y = y;
    overColumns = DenseMatrix.vector(x.columns());
    overRows = DenseMatrix.vector(x.rows());
  }

  int samples() {
    return x.rows();
  }

  int dimension() {
    return x.columns();
  }

  double[] y() {
    return y;
  }

  /** r ← X w - y. */
  void residual(double[] w, double[] r) {
    overColumns.put(0, w);
    x.times(Op.AS_IS, overColumns, overRows);
    overRows.get(0, r);
    for (int i = 0; i < r.length; i++) {
      r[i] -= y[i];
    }
  }

  /** q ← factor · Xᵀ r. */
  void gradient(double[] r, double factor, double[] q) {
    overRows.put(0, r);
    x.times(Op.TRANSPOSED, overRows, overColumns);
    overColumns.get(0, q);
    for (int j = 0; j < q.length; j++) {
      q[j] *= factor;
    }
  }
}
