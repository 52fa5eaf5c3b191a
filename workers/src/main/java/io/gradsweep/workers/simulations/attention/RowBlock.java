package io.gradsweep.workers.simulations.attention;

import io.gradsweep.workers.numeric.DenseMatrix;

/**
 * Rows from … to - 1 of a head's matrices, with the keys and values that they see, 0 … to - 1. All
 * are views; the two blocks of scores share their memory with those of the other rows.
 *
 * @param alpha routing of the rows, size x to
 * @param advantage b_ij, then its score gradient, size x to
 */
record RowBlock(
    int from,
    int to,
    DenseMatrix q,
    DenseMatrix k,
    DenseMatrix v,
    DenseMatrix g,
    DenseMatrix d,
    DenseMatrix u,
    DenseMatrix dq,
    DenseMatrix dk,
    DenseMatrix dv,
    DenseMatrix alpha,
    DenseMatrix advantage) {

  /** Rows of a block: enough for BLAS, few enough for the caches. */
  static final int ROWS = 64;

  static RowBlock[] all(CausalHead head) {
    int n = head.data().size();
    int rows = Math.min(n, ROWS);
    DenseMatrix scores = new DenseMatrix(rows, n);
    DenseMatrix advantages = new DenseMatrix(rows, n);
    RowBlock[] blocks = new RowBlock[(n + rows - 1) / rows];
    for (int i = 0; i < blocks.length; i++) {
      int to = Math.min(n, (i + 1) * rows);
      blocks[i] = of(head, i * rows, to, scores, advantages);
    }
    return blocks;
  }

  private static RowBlock of(
      CausalHead head, int from, int to, DenseMatrix scores, DenseMatrix advantages) {
    return new RowBlock(
        from,
        to,
        head.q().rowRange(from, to),
        head.k().rowRange(0, to),
        head.v().rowRange(0, to),
        head.g().rowRange(from, to),
        head.d().rowRange(from, to),
        head.u().rowRange(from, to),
        head.dq().rowRange(from, to),
        head.dk().rowRange(0, to),
        head.dv().rowRange(0, to),
        scores.firstAs(to - from, to),
        advantages.firstAs(to - from, to));
  }

  int size() {
    return to - from;
  }
}
