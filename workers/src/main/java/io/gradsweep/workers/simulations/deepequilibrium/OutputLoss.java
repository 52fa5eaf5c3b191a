package io.gradsweep.workers.simulations.deepequilibrium;

import io.gradsweep.workers.numeric.Kernels;

/**
 * The loss c Σ_i ℓ(f_i, y_i) of outputs F with targets Y, both m_y x n row by row. ℓ is ½‖f - y‖²;
 * ln(1 + e^(-yf)) for y = ±1; or -ln softmax(f)_y with a one in the row of the class.
 */
final class OutputLoss {

  private final Loss kind;
  private final double c;
  private final double[] y;
  private final int outputs;
  private final int n;

  OutputLoss(Loss kind, double c, double[] y, int outputs) {
    this.kind = kind;
    this.c = c;
    this.y = y;
    this.outputs = outputs;
    n = y.length / outputs;
  }

  /** Returns the loss at f, and overwrites f by the gradient there, c times D. */
  double lossAndGradient(double[] f) {
    return switch (kind) {
      case SQUARED -> squared(f);
      case LOGISTIC -> logistic(f);
      case CROSS_ENTROPY -> crossEntropy(f);
    };
  }

  private double squared(double[] f) {
    for (int i = 0; i < f.length; i++) {
      f[i] -= y[i];
    }
    double loss = 0.5 * c * sumOfSquares(f);
    for (int i = 0; i < f.length; i++) {
      f[i] *= c;
    }
    return loss;
  }

  private double logistic(double[] f) {
    double sum = 0;
    for (int i = 0; i < n; i++) {
      double margin = y[i] * f[i];
      double e = Kernels.exp(-Math.abs(margin));
      sum += log1p(e) - Math.min(0, margin);
      f[i] = -c * y[i] * (margin > 0 ? e : 1) / (1 + e);
    }
    return c * sum;
  }

  private double crossEntropy(double[] f) {
    double sum = 0;
    for (int i = 0; i < n; i++) {
      double max = f[largest(f, outputs, n, i) * n + i];
      double total = 0;
      double right = 0;
      for (int at = i; at < f.length; at += n) {
        right += y[at] * (f[at] - max);
        f[at] = Kernels.exp(f[at] - max);
        total += f[at];
      }
      sum += Kernels.log(total) - right;
      for (int at = i; at < f.length; at += n) {
        f[at] = c * (f[at] / total - y[at]);
      }
    }
    return c * sum;
  }

  /** ln(1 + e) for e in [0, 1], accurate for small e. */
  private static double log1p(double e) {
    return e - Kernels.dMinusLog1p(e);
  }

  /** Share of the samples whose class has the largest output. */
  double accuracy(double[] f) {
    int right = 0;
    for (int i = 0; i < n; i++) {
      boolean hit =
          kind == Loss.LOGISTIC ? y[i] * f[i] > 0 : y[largest(f, outputs, n, i) * n + i] == 1;
      right += hit ? 1 : 0;
    }
    return (double) right / n;
  }

  /**
   * The row of the largest entry in column i of a matrix of n columns; the first if several are
   * equal.
   */
  static int largest(double[] f, int rows, int n, int i) {
    int best = 0;
    for (int a = 1; a < rows; a++) {
      if (f[a * n + i] > f[best * n + i]) {
        best = a;
      }
    }
    return best;
  }

  /** Σ x_i², as four independent sums. */
  static double sumOfSquares(double[] x) {
    double s0 = 0;
    double s1 = 0;
    double s2 = 0;
    double s3 = 0;
    int i = 0;
    for (; i + 3 < x.length; i += 4) {
      s0 += x[i] * x[i];
      s1 += x[i + 1] * x[i + 1];
      s2 += x[i + 2] * x[i + 2];
      s3 += x[i + 3] * x[i + 3];
    }
    for (; i < x.length; i++) {
      s0 += x[i] * x[i];
    }
    return (s0 + s1) + (s2 + s3);
  }
}
