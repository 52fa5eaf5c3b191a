package io.gradsweep.workers.simulations.attention;

import static io.gradsweep.workers.numeric.DenseMatrix.Op.AS_IS;
import static io.gradsweep.workers.numeric.DenseMatrix.Op.TRANSPOSED;

import io.gradsweep.workers.numeric.DenseMatrix;

/**
 * Computes rows of α from queries and keys, and the distance between two routings of one sequence.
 * Serves one thread.
 */
final class Routing {

  private final Softmax softmax = new Softmax();

  /**
   * Causal routing of some rows: α_ij = softmax over j ≤ i of q_i·k_j / √d_k, zero above.
   *
   * @param from index of the first row
   * @param q the rows' queries
   * @param k keys from the first to the last row's
   * @param work as many rows as {@code q}, as many columns as keys; overwritten by α too
   * @param alpha receives α row by row, each as wide as there are keys
   */
  void rows(int from, DenseMatrix q, DenseMatrix k, DenseMatrix work, double[] alpha) {
    work.setProduct(1 / Math.sqrt(q.columns()), q, AS_IS, k, TRANSPOSED, 0);
    work.read(alpha);
    int width = k.rows();
    for (int i = 0; i < q.rows(); i++) {
      softmax.replace(alpha, i * width, from + i + 1, width);
    }
    work.write(alpha);
  }

  /** ‖A - A'‖_F of the routings by queries and keys q, k and by q', k', n rows each. */
  double distance(DenseMatrix q, DenseMatrix k, DenseMatrix q2, DenseMatrix k2) {
    int n = q.rows();
    int rows = Math.min(n, RowBlock.ROWS);
    DenseMatrix work = new DenseMatrix(rows, n);
    double[] alpha = new double[rows * n];
    double[] alpha2 = new double[rows * n];
    double sum = 0;
    for (int from = 0; from < n; from += rows) {
      int to = Math.min(n, from + rows);
      DenseMatrix block = work.firstAs(to - from, to);
      rows(from, q.rowRange(from, to), k.rowRange(0, to), block, alpha);
      rows(from, q2.rowRange(from, to), k2.rowRange(0, to), block, alpha2);
      sum += squaredDistance(alpha, alpha2, (to - from) * to);
    }
    return Math.sqrt(sum);
  }

  private static double squaredDistance(double[] a, double[] b, int count) {
    double sum = 0;
    for (int i = 0; i < count; i++) {
      sum += (a[i] - b[i]) * (a[i] - b[i]);
    }
    return sum;
  }

  /** ‖B - B'‖_F. */
  static double distance(DenseMatrix b, DenseMatrix b2) {
    double sum = 0;
    for (int i = 0; i < b.rows(); i++) {
      for (int j = 0; j < b.columns(); j++) {
        double difference = b.get(i, j) - b2.get(i, j);
        sum += difference * difference;
      }
    }
    return Math.sqrt(sum);
  }
}
