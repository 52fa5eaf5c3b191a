package io.gradsweep.workers.simulations.groupsparsity;

import java.util.Arrays;

/**
 * Vectors of one length, whose sums with weights are the products of a matrix: X w of its columns,
 * Xᵀ r of its rows.
 *
 * <p>Each entry of a sum is added up in the order of the vectors, by multiplications and additions
 * alone. So its bits depend on no processor and no library, and {@link LaneSums} gives the same.
 */
final class WeightedSums {

  /** Lengths are multiples of this, the longest vector of a processor; the rest is zeros. */
  static final int MULTIPLE = 8;

  private final double[][] vectors;
  private final int length;

  /**
   * @param count number of vectors
   * @param length of each
   */
  WeightedSums(int count, int length) {
    this.length = Math.multiplyExact((length + MULTIPLE - 1) / MULTIPLE, MULTIPLE);
    vectors = new double[count][this.length];
  }

  /** The vectors, filled up with zeros; not a copy. */
  double[][] vectors() {
    return vectors;
  }

  /** Room for a sum, and what comes of the zeros. */
  double[] room() {
    return new double[length];
  }

  /**
   * out ← Σ_k weights_k vectors_k.
   *
   * @param weights at least as many as there are vectors
   * @param out from {@link #room}
   */
  void sum(double[] weights, double[] out) {
    sum(vectors, weights, out);
  }

  static void sum(double[][] vectors, double[] weights, double[] out) {
    Arrays.fill(out, 0);
    int k = 0;
    for (; k + 3 < vectors.length; k += 4) {
      addFour(vectors, k, weights, out);
    }
    for (; k < vectors.length; k++) {
      add(weights[k], vectors[k], out);
    }
  }

  /** Reads and writes a sum once for four vectors. */
  private static void addFour(double[][] vectors, int k, double[] weights, double[] out) {
    addFour(
        vectors[k],
        vectors[k + 1],
        vectors[k + 2],
        vectors[k + 3],
        weights[k],
        weights[k + 1],
        weights[k + 2],
        weights[k + 3],
        out);
  }

  /**
   * Java's compiler makes vector instructions of a loop over arrays at one index, if it is small.
   */
  private static void addFour(
      double[] x0,
      double[] x1,
      double[] x2,
      double[] x3,
      double w0,
      double w1,
      double w2,
      double w3,
      double[] out) {
    for (int i = 0; i < out.length; i++) {
      out[i] = out[i] + w0 * x0[i] + w1 * x1[i] + w2 * x2[i] + w3 * x3[i];
    }
  }

  static void add(double weight, double[] vector, double[] out) {
    for (int i = 0; i < out.length; i++) {
      out[i] = out[i] + weight * vector[i];
    }
  }
}
