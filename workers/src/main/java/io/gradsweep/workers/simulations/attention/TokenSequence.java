package io.gradsweep.workers.simulations.attention;

import io.gradsweep.results.random.RandomStream;
import io.gradsweep.workers.numeric.DenseMatrix;

/**
 * One sequence as training pairs: input x_t = μ_{s_t} + σ ε_t and label s_{t+1}, for t = 1 … T - 1.
 *
 * @param x n x d_x inputs, n = T - 1
 * @param symbols the n hidden symbols s_t behind the inputs
 * @param labels the n symbols s_{t+1} to predict
 */
record TokenSequence(DenseMatrix x, int[] symbols, int[] labels) {

  /** C embeddings μ_c ~ N(0, I). */
  static double[][] embeddings(int symbols, int dimension, RandomStream random) {
    double[][] mu = new double[symbols][dimension];
    for (double[] row : mu) {
      for (int d = 0; d < dimension; d++) {
        row[d] = random.nextGaussian();
      }
    }
    return mu;
  }

  /**
   * @param walk T symbols
   * @param noise σ
   */
  static TokenSequence of(int[] walk, double[][] embeddings, double noise, RandomStream random) {
    int n = walk.length - 1;
    int dimension = embeddings[0].length;
    DenseMatrix x = new DenseMatrix(n, dimension);
    int[] symbols = new int[n];
    int[] labels = new int[n];
    for (int t = 0; t < n; t++) {
      symbols[t] = walk[t];
      labels[t] = walk[t + 1];
      for (int d = 0; d < dimension; d++) {
        x.set(t, d, embeddings[walk[t]][d] + noise * random.nextGaussian());
      }
    }
    return new TokenSequence(x, symbols, labels);
  }

  /** n, the number of predictions. */
  int size() {
    return labels.length;
  }
}
