package io.gradsweep.workers.simulations.attention;

import io.gradsweep.results.random.RandomStream;
import io.gradsweep.workers.numeric.DenseMatrix;

/**
 * The four matrices of a head, or the gradient of the loss with respect to them.
 *
 * @param q W_Q, d_x x d_k
 * @param k W_K, d_x x d_k
 * @param v W_V, d_x x d_v; if values are free, the n x d_v values themselves
 * @param o W_O, d_v x C
 */
record HeadMatrices(DenseMatrix q, DenseMatrix k, DenseMatrix v, DenseMatrix o) {

  /** Independent N(0, scale²) entries, drawn in the order of the record. */
  static HeadMatrices random(
      int inputs, int keys, int values, int symbols, double scale, RandomStream random) {
    return new HeadMatrices(
        random(inputs, keys, scale, random),
        random(inputs, keys, scale, random),
        random(inputs, values, scale, random),
        random(values, symbols, scale, random));
  }

  private static DenseMatrix random(int rows, int columns, double scale, RandomStream random) {
    DenseMatrix matrix = new DenseMatrix(rows, columns);
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        matrix.set(i, j, scale * random.nextGaussian());
      }
    }
    return matrix;
  }

  /** Zeros of the same shapes. */
  HeadMatrices zeros() {
    return new HeadMatrices(zeros(q), zeros(k), zeros(v), zeros(o));
  }

  private static DenseMatrix zeros(DenseMatrix like) {
    return new DenseMatrix(like.rows(), like.columns());
  }

  HeadMatrices copy() {
    HeadMatrices copy = zeros();
    copy.q.write(q);
    copy.k.write(k);
    copy.v.write(v);
    copy.o.write(o);
    return copy;
  }

  static double norm(DenseMatrix matrix) {
    return Math.sqrt(matrix.dot(matrix));
  }
}
