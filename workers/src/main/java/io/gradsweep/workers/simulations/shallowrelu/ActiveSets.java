package io.gradsweep.workers.simulations.shallowrelu;

import java.util.Arrays;

/**
 * The sets of those of n ascending points on which a neuron (a x - b)₊ is active, that is, a x - b
 * &gt; 0: a suffix for a &ge; 0, a prefix for a &lt; 0. There are 2(n + 1) such sets. Sums over the
 * active points, or over the neurons that are active at a point, are running sums over the sets. A
 * step of m neurons costs O(m log n + n) at most, and O(m + n) if few of them change their set.
 *
 * <p>Set k = 0 … n is the suffix from point k on; set n + 1 + k is the prefix of the first k
 * points. Only the sign of b - a x in floating point decides, so a set is the one that evaluating
 * every point would find.
 */
final class ActiveSets {

  /** Stands for the point beyond the last: a x outweighs b there, unless a is practically 0. */
  private static final double FAR = 1e150;

  private final double[] x;
  private final int n;

  /**
   * For each set, from entry 2 (set + 1) on, the nearest point in it, then the nearest point out of
   * it. Both ends hold a set that no neuron has.
   */
  private final double[] edges;

  /**
   * @param x strictly ascending; kept, not changed
   */
  ActiveSets(double[] x) {
    this.x = x;
    n = x.length;
    edges = new double[2 * (size() + 2)];
    Arrays.fill(edges, Double.NaN);
    for (int k = 0; k <= n; k++) {
      double left = k == 0 ? -FAR : x[k - 1];
      double right = k == n ? FAR : x[k];
      setEdges(k, right, left);
      setEdges(n + 1 + k, left, right);
    }
  }

  private void setEdges(int set, double in, double out) {
    edges[2 * (set + 1)] = in;
    edges[2 * (set + 1) + 1] = out;
  }

  double[] points() {
    return x;
  }

  /** Number of sets. */
  int size() {
    return 2 * (n + 1);
  }

  boolean isEmpty(int set) {
    return set == n || set == n + 1;
  }

  /** The active set of a neuron, by bisection. */
  int find(double a, double b) {
    boolean suffix = a >= 0;
    int low = 0;
    int high = n;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (b - a * x[middle] >= 0 == suffix) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return suffix ? low : n + 1 + low;
  }

  /**
   * 1 if a neuron has left a set, that is, if the nearest point in it is not active or the nearest
   * out of it is; otherwise 0. Computed without a branch. NaN, which may have either sign, counts
   * as leaving, and so may a neuron whose a or b is 0.
   */
  int leaves(double a, double b, int set) {
    long outer = Double.doubleToRawLongBits(b - a * edges[2 * (set + 1) + 1]);
    return (int) ((~inner(a, b, set) | outer) >>> 63);
  }

  /** Bits of b - a x at the nearest point in a set: negative if the neuron is active there. */
  private long inner(double a, double b, int set) {
    return Double.doubleToRawLongBits(b - a * edges[2 * (set + 1)] + 0.0); // -0.0 + 0.0 is 0.0
  }

  /** The active set of a neuron that has left another one; most often a neighbour of that one. */
  int find(double a, double b, int left) {
    int change = (int) (1 + 2 * (inner(a, b, left) >> 63)); // 1 without its nearest point, else -1
    int prefix = (n - left) >> 31; // 0, or all bits set to turn the change's sign
    int next = left + ((change ^ prefix) - prefix);
    return leaves(a, b, next) == 0 ? next : find(a, b);
  }

  /**
   * Computes two entries for each set: factor times Σ w_j x_j, and factor times Σ w_j, over its
   * points.
   */
  void sumOverPoints(double[] w, double factor, double[] out) {
    double wx = 0;
    double sum = 0;
    for (int k = n; k >= 0; k--) {
      out[2 * k] = factor * wx;
      out[2 * k + 1] = factor * sum;
      if (k > 0) {
        wx += w[k - 1] * x[k - 1];
        sum += w[k - 1];
      }
    }
    wx = 0;
    sum = 0;
    for (int k = 0; k <= n; k++) {
      out[2 * (n + 1 + k)] = factor * wx;
      out[2 * (n + 1 + k) + 1] = factor * sum;
      if (k < n) {
        wx += w[k] * x[k];
        sum += w[k];
      }
    }
  }

  /**
   * Computes at each point Σ (p x - q) over the sets that contain it.
   *
   * @param lines for each set, two entries: p and q
   */
  void sumOverSets(double[] lines, double[] out) {
    double p = 0;
    double q = 0;
    for (int j = 0; j < n; j++) {
      p += lines[2 * j];
      q += lines[2 * j + 1];
      out[j] = p * x[j] - q;
    }
    p = 0;
    q = 0;
    for (int j = n - 1; j >= 0; j--) {
      int prefix = n + 1 + j + 1;
      p += lines[2 * prefix];
      q += lines[2 * prefix + 1];
      out[j] += p * x[j] - q;
    }
  }
}
