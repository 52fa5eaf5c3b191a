package io.gradsweep.workers.simulations.attention;

import io.gradsweep.workers.numeric.DenseMatrix;

/**
 * Rows from … to - 1 of a head's matrices, with the keys and values that they see, 0 … to - 1. All
 * are views; the two blocks of scores share their memory with those of the other rows.
 */
final class RowBlock {

  /** Rows of a block: enough for BLAS, few enough for the caches. */
  static final int ROWS = 64;

  final int from;
  final int to;
  final DenseMatrix q;
  final DenseMatrix k;
  final DenseMatrix v;
  final DenseMatrix g;
  final DenseMatrix d;
  final DenseMatrix u;
  final DenseMatrix dq;
  final DenseMatrix dk;
  final DenseMatrix dv;

  /** Routing of the rows, size x to. */
  final DenseMatrix alpha;

  /** b_ij, then its score gradient, size x to. */
  final DenseMatrix advantage;

  private RowBlock(CausalHead head, int from, int to, DenseMatrix scores, DenseMatrix advantages) {
    this.from = from;
    this.to = to;
    q = head.q().rowRange(from, to);
    k = head.k().rowRange(0, to);
    v = head.v().rowRange(0, to);
    g = head.g().rowRange(from, to);
    d = head.d().rowRange(from, to);
    u = head.u().rowRange(from, to);
    dq = head.dq().rowRange(from, to);
    dk = head.dk().rowRange(0, to);
    dv = head.dv().rowRange(0, to);
    alpha = scores.firstAs(to - from, to);
    advantage = advantages.firstAs(to - from, to);
  }

  static RowBlock[] all(CausalHead head) {
    int n = head.data().size();
    int rows = Math.min(n, ROWS);
    DenseMatrix scores = new DenseMatrix(rows, n);
    DenseMatrix advantages = new DenseMatrix(rows, n);
    RowBlock[] blocks = new RowBlock[(n + rows - 1) / rows];
    for (int i = 0; i < blocks.length; i++) {
      int to = Math.min(n, (i + 1) * rows);
      blocks[i] = new RowBlock(head, i * rows, to, scores, advantages);
    }
    return blocks;
  }

  int size() {
    return to - from;
  }
}
