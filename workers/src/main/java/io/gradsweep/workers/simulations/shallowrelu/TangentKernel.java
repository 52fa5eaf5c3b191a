package io.gradsweep.workers.simulations.shallowrelu;

import java.util.Arrays;

/**
 * The tangent kernel of a network on its samples,
 *
 * <pre>
 *   Θ(x, z) = (1/α²) Σ_i [(a_i x - b_i)(a_i z - b_i) + c_i² (1 + x z)],   over the neurons active at both,
 * </pre>
 *
 * or its first summand alone if only the outer layer is trained. The neurons that are active at
 * both points are those whose suffix starts at or before the lower one, or whose prefix reaches the
 * upper one; so Θ(x, z) = x z P - (x + z) Q + R with running sums P, Q, R over the active sets: O(m
 * + n) to build, O(1) an entry, O(n) a product with a vector.
 */
final class TangentKernel {

  private static final int MOST_ITERATIONS = 10_000;

  /** The quotient has settled if an iteration changes it by less than this, relatively. */
  private static final double SETTLED = 1e-13;

  private final ReluNetwork network;
  private final boolean outerLayerOnly;
  private final double[] x;
  private final int n;
  private final double[] bySet;

  /** P, Q, R of the suffixes by the lower point, and of the prefixes by the upper point. */
  private final double[][] suffix = new double[3][];

  private final double[][] prefix = new double[3][];
  private double[] vector;
  private double[] product;

  TangentKernel(ReluNetwork network, boolean outerLayerOnly) {
    this.network = network;
    this.outerLayerOnly = outerLayerOnly;
    x = network.samples().points();
    n = x.length;
    bySet = new double[3 * network.samples().size()];
    for (int k = 0; k < 3; k++) {
      suffix[k] = new double[n];
      prefix[k] = new double[n];
    }
    vector = new double[n];
    product = new double[n];
    for (int j = 0; j < n; j++) {
      vector[j] = 1 + (double) j / n; // neither even nor odd, so that no eigenvector is missed
    }
  }

  /** Takes the kernel at the network's parameters, as of its last evaluation. */
  void refresh() {
    Arrays.fill(bySet, 0);
    double[] a = network.a();
    double[] b = network.b();
    double[] c = network.c();
    for (int i = 0; i < a.length; i++) {
      int set = 3 * network.active(i);
      double inner = outerLayerOnly ? 0 : c[i] * c[i];
      bySet[set] += a[i] * a[i] + inner;
      bySet[set + 1] += a[i] * b[i];
      bySet[set + 2] += b[i] * b[i] + inner;
    }
    double scale = network.scale() * network.scale();
    for (int k = 0; k < 3; k++) {
      double sum = 0;
      for (int j = 0; j < n; j++) {
        sum += bySet[3 * j + k];
        suffix[k][j] = scale * sum;
      }
      sum = 0;
      for (int j = n - 1; j >= 0; j--) {
        sum += bySet[3 * (n + 1 + j + 1) + k];
        prefix[k][j] = scale * sum;
      }
    }
  }

  /** Θ(x_j, x_k). */
  double entry(int j, int k) {
    int low = Math.min(j, k);
    int high = Math.max(j, k);
    return x[j] * x[k] * (suffix[0][low] + prefix[0][high])
        - (x[j] + x[k]) * (suffix[1][low] + prefix[1][high])
        + (suffix[2][low] + prefix[2][high]);
  }

  double[][] gram() {
    double[][] gram = new double[n][n];
    for (int j = 0; j < n; j++) {
      for (int k = 0; k < n; k++) {
        gram[j][k] = entry(j, k);
      }
    }
    return gram;
  }

  /** out ← Θ v. */
  void times(double[] v, double[] out) {
    double slope = 0;
    double offset = 0;
    double vx = 0;
    double sum = 0;
    for (int j = 0; j < n; j++) { // suffixes by the lower point k <= j; prefixes of j for k < j
      slope += (x[j] * suffix[0][j] - suffix[1][j]) * v[j];
      offset += (suffix[2][j] - x[j] * suffix[1][j]) * v[j];
      out[j] = x[j] * slope + offset + upTo(prefix, j, vx, sum);
      vx += v[j] * x[j];
      sum += v[j];
    }
    slope = 0;
    offset = 0;
    vx = 0;
    sum = 0;
    for (int j = n - 1;
        j >= 0;
        j--) { // prefixes by the upper point k >= j; suffixes of j for k > j
      slope += (x[j] * prefix[0][j] - prefix[1][j]) * v[j];
      offset += (prefix[2][j] - x[j] * prefix[1][j]) * v[j];
      out[j] += x[j] * slope + offset + upTo(suffix, j, vx, sum);
      vx += v[j] * x[j];
      sum += v[j];
    }
  }

  /** Σ_k (x_j x_k P - (x_j + x_k) Q + R) v_k with the sums P, Q, R of one point j. */
  private double upTo(double[][] pqr, int j, double vx, double sum) {
    return x[j] * (pqr[0][j] * vx - pqr[1][j] * sum) + pqr[2][j] * sum - pqr[1][j] * vx;
  }

  /**
   * λ_max of Θ, the sharpness of the loss's Gauss-Newton part, by power iteration from the last
   * call's vector. The quotient settles long before the vector does; 0 if no neuron is active.
   */
  double largestEigenvalue() {
    double last = 0;
    for (int k = 0; k < MOST_ITERATIONS; k++) {
      times(vector, product);
      double quotient = dot(vector, product) / dot(vector, vector);
      double norm = Math.sqrt(dot(product, product));
      if (!(norm > 0 && norm < Double.POSITIVE_INFINITY)) {
        return norm;
      }
      for (int j = 0; j < n; j++) {
        product[j] /= norm;
      }
      double[] next = product;
      product = vector;
      vector = next;
      if (Math.abs(quotient - last) <= SETTLED * quotient) {
        return quotient;
      }
      last = quotient;
    }
    return last;
  }

  private static double dot(double[] u, double[] v) {
    double sum = 0;
    for (int j = 0; j < u.length; j++) {
      sum += u[j] * v[j];
    }
    return sum;
  }
}
