package io.gradsweep.workers.simulations.attention;

import io.gradsweep.workers.numeric.DenseMatrix;

/**
 * The loss of a head written out in plain loops: what the blocks of the real one must agree with.
 */
final class PlainHead {

  private PlainHead() {}

  static double loss(TokenSequence data, HeadMatrices w) {
    double[][] v = product(data.x(), w.v());
    return loss(scores(data, w), v, w.o(), data.labels());
  }

  static double[][] scores(TokenSequence data, HeadMatrices w) {
    double[][] q = product(data.x(), w.q());
    double[][] k = product(data.x(), w.k());
    double[][] s = new double[q.length][q.length];
    for (int i = 0; i < q.length; i++) {
      for (int j = 0; j < q.length; j++) {
        for (int d = 0; d < q[0].length; d++) {
          s[i][j] += q[i][d] * k[j][d] / Math.sqrt(q[0].length);
        }
      }
    }
    return s;
  }

  /** Scores above the diagonal are not read. */
  static double loss(double[][] s, double[][] v, DenseMatrix o, int[] labels) {
    double sum = 0;
    for (int i = 0; i < s.length; i++) {
      double[] g = new double[v[0].length];
      double total = 0;
      for (int j = 0; j <= i; j++) {
        double weight = StrictMath.exp(s[i][j]);
        total += weight;
        for (int d = 0; d < g.length; d++) {
          g[d] += weight * v[j][d];
        }
      }
      double[] z = new double[o.columns()];
      double normaliser = 0;
      for (int c = 0; c < z.length; c++) {
        for (int d = 0; d < g.length; d++) {
          z[c] += g[d] / total * o.get(d, c);
        }
        normaliser += StrictMath.exp(z[c]);
      }
      sum += StrictMath.log(normaliser) - z[labels[i]];
    }
    return sum / s.length;
  }

  static double[][] product(DenseMatrix a, DenseMatrix b) {
    double[][] c = new double[a.rows()][b.columns()];
    for (int i = 0; i < a.rows(); i++) {
      for (int j = 0; j < b.columns(); j++) {
        for (int d = 0; d < b.rows(); d++) {
          c[i][j] += a.get(i, d) * b.get(d, j);
        }
      }
    }
    return c;
  }
}
