package io.gradsweep.workers.numeric;

import smile.data.DataFrame;
import smile.data.formula.Formula;

/**
 * Columns with mean 0 and variance 1 (divided by n) and a centred response: the form into which
 * Smile's linear models bring their data, for the certificates of their answers.
 */
final class StandardisedColumns {

  private static final String RESPONSE = "y";

  static {
    NativeLibraries.await();
  }

  private final double[][] x;
  private final double[] y;
  private final double[] deviation;

  /**
   * @param rows n rows of p numbers; not changed
   * @param y n responses; not changed
   */
  StandardisedColumns(double[][] rows, double[] y) {
    int n = rows.length;
    int p = rows[0].length;
    double[] mean = new double[p];
    deviation = new double[p];
    x = new double[n][p];
    this.y = new double[n];
    double response = 0;
    for (int i = 0; i < n; i++) {
      response += y[i] / n;
      for (int j = 0; j < p; j++) {
        mean[j] += rows[i][j] / n;
      }
    }
    for (int i = 0; i < n; i++) {
      this.y[i] = y[i] - response;
      for (int j = 0; j < p; j++) {
        x[i][j] = rows[i][j] - mean[j];
        deviation[j] += x[i][j] * x[i][j] / n;
      }
    }
    scale();
  }

  private void scale() {
    for (int j = 0; j < deviation.length; j++) {
      deviation[j] = Math.sqrt(deviation[j]);
      for (double[] row : x) {
        row[j] /= deviation[j];
      }
    }
  }

  /** The weights of the standardised columns that make the same predictions. */
  double[] standardised(double[] w) {
    double[] scaled = new double[w.length];
    for (int j = 0; j < w.length; j++) {
      scaled[j] = w[j] * deviation[j];
    }
    return scaled;
  }

  /** y - X w of standardised columns and weights. */
  double[] residual(double[] w) {
    double[] r = y.clone();
    for (int i = 0; i < r.length; i++) {
      for (int j = 0; j < w.length; j++) {
        r[i] -= x[i][j] * w[j];
      }
    }
    return r;
  }

  /** Xᵀ r / n of standardised columns. */
  double[] correlations(double[] r) {
    double[] q = new double[deviation.length];
    for (int i = 0; i < r.length; i++) {
      for (int j = 0; j < q.length; j++) {
        q[j] += x[i][j] * r[i] / r.length;
      }
    }
    return q;
  }

  double[] response() {
    return y;
  }

  static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  static Formula formula() {
    return Formula.lhs(RESPONSE);
  }

  /** A response and its columns, as Smile's models take them. */
  static DataFrame frame(double[][] rows, double[] y) {
    int p = rows[0].length;
    String[] names = new String[p + 1];
    names[0] = RESPONSE;
    for (int j = 1; j <= p; j++) {
      names[j] = "x" + j;
    }
    double[][] table = new double[rows.length][p + 1];
    for (int i = 0; i < rows.length; i++) {
      table[i][0] = y[i];
      System.arraycopy(rows[i], 0, table[i], 1, p);
    }
    return DataFrame.of(table, names);
  }
}
