package io.gradsweep.workers.simulations.attention;

import io.gradsweep.workers.numeric.DenseMatrix;
import io.gradsweep.workers.numeric.Kernels;
import io.gradsweep.workers.numeric.SymmetricEigen;

/**
 * Statistics of a head on its sequence, at the point of its last pass forward and back.
 *
 * @param attentionEntropy mean entropy of the rows of α, in nats
 * @param selfMass mean α_ii
 * @param sameSymbolMass mean over i of the α_ij to positions j with the symbol of i
 * @param advantageVariance n² times the mean over i of Σ_j α_ij (b_ij - b̄_i)²
 * @param valuePc12 share of the variance of the values in their first two principal directions
 */
record HeadObservation(
    double attentionEntropy,
    double selfMass,
    double sameSymbolMass,
    double advantageVariance,
    double valuePc12) {

  static final HeadObservation NONE =
      new HeadObservation(Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN);

  static HeadObservation of(CausalHead head) {
    double[] sums = new double[4];
    for (RowBlock block : head.blocks()) {
      head.route(block);
      block.advantage.setProduct(
          1, block.u, DenseMatrix.Op.AS_IS, block.v, DenseMatrix.Op.TRANSPOSED, 0);
      for (int i = 0; i < block.size(); i++) {
        addRow(head, block, i, sums);
      }
    }
    double n = head.data().size();
    return new HeadObservation(
        sums[0] / n, sums[1] / n, sums[2] / n, sums[3] * n, valuePc12(head.v()));
  }

  private static void addRow(CausalHead head, RowBlock block, int i, double[] sums) {
    double[] alpha = head.alpha();
    int[] symbols = head.data().symbols();
    int offset = i * block.to;
    int self = block.from + i;
    double entropy = 0;
    double same = 0;
    double variance = 0;
    for (int j = 0; j <= self; j++) {
      double a = alpha[offset + j];
      double advantage = block.advantage.get(i, j) - head.meanAdvantage(self);
      entropy -= a > 0 ? a * Kernels.log(a) : 0;
      same += symbols[j] == symbols[self] ? a : 0;
      variance += a * advantage * advantage;
    }
    sums[0] += entropy;
    sums[1] += alpha[offset + self];
    sums[2] += same;
    sums[3] += variance;
  }

  /** NaN if the values do not vary, or are not finite. */
  private static double valuePc12(DenseMatrix v) {
    int n = v.rows();
    double[][] covariance = covariance(v, means(v));
    double trace = 0;
    for (int d = 0; d < covariance.length; d++) {
      trace += covariance[d][d];
    }
    if (!(n > 1 && trace > 0 && trace < Double.POSITIVE_INFINITY)) {
      return Double.NaN;
    }
    double[] ascending = SymmetricEigen.values(covariance);
    int last = ascending.length - 1;
    return (ascending[last] + (last > 0 ? ascending[last - 1] : 0)) / trace;
  }

  private static double[] means(DenseMatrix v) {
    double[] mean = new double[v.columns()];
    for (int i = 0; i < v.rows(); i++) {
      for (int d = 0; d < mean.length; d++) {
        mean[d] += v.get(i, d) / v.rows();
      }
    }
    return mean;
  }

  /** The lower triangle of the covariance, up to a factor n. */
  private static double[][] covariance(DenseMatrix v, double[] mean) {
    double[][] sums = new double[mean.length][mean.length];
    for (int i = 0; i < v.rows(); i++) {
      for (int d = 0; d < mean.length; d++) {
        for (int e = 0; e <= d; e++) {
          sums[d][e] += (v.get(i, d) - mean[d]) * (v.get(i, e) - mean[e]);
        }
      }
    }
    return sums;
  }
}
