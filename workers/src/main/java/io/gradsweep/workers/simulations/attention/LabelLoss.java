package io.gradsweep.workers.simulations.attention;

import io.gradsweep.workers.numeric.DenseMatrix;
import io.gradsweep.workers.numeric.Kernels;

/** The cross-entropy at the labels, summed row by row, with accuracy and predictive entropy. */
final class LabelLoss {

  /** As in the released script's predictive entropy, -Σ p ln(p + 1e-10). */
  private static final double ENTROPY_FLOOR = 1e-10;

  private final int n;
  private final double[] row;
  private double loss;
  private double entropy;
  private int hits;

  LabelLoss(int symbols, int n) {
    this.n = n;
    row = new double[symbols];
  }

  void reset() {
    loss = 0;
    entropy = 0;
    hits = 0;
  }

  /**
   * Counts a row of logits z, and replaces it by D = (p - e_label)/n.
   *
   * @return D·z, which is the mean advantage b̄ of the row
   */
  double replaceLogits(DenseMatrix logits, int i, int label) {
    logits.readRow(i, row);
    int largest = 0;
    for (int c = 1; c < row.length; c++) {
      largest = row[c] > row[largest] ? c : largest;
    }
    double most = row[largest];
    double sum = 0;
    for (double z : row) {
      sum += Kernels.exp(z - most);
    }
    loss += Kernels.log(sum) - (row[label] - most);
    hits += largest == label ? 1 : 0;
    double mean = 0;
    for (int c = 0; c < row.length; c++) {
      double p = Kernels.exp(row[c] - most) / sum;
      entropy -= p * Kernels.log(p + ENTROPY_FLOOR);
      double d = (p - (c == label ? 1 : 0)) / n;
      mean += d * row[c];
      row[c] = d;
    }
    logits.writeRow(i, row);
    return mean;
  }

  /** Mean over the n rows, in nats. */
  double loss() {
    return loss / n;
  }

  double accuracy() {
    return (double) hits / n;
  }

  /** Mean over the n rows of -Σ p ln p, in nats. */
  double predictiveEntropy() {
    return entropy / n;
  }
}
