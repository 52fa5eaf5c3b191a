package io.gradsweep.workers.simulations.attention;

import io.gradsweep.workers.numeric.DenseMatrix;
import io.gradsweep.workers.numeric.Kernels;
import java.util.function.DoubleUnaryOperator;

/**
 * How far the two laws of Agarwal, Dalal, Misra (2025) are from derivatives of the loss, which are
 * taken by differences, without any gradient: ∂L/∂s_ij = α_ij (b_ij - b̄_i) for scores, and ∂L/∂v_j
 * = Σ_i α_ij u_i for values. Some rows and columns of the sequence are looked at, the first and the
 * last among them.
 *
 * @param routing largest difference of a score's derivative, over the largest derivative seen
 * @param values the same for the entries of values
 */
record LawResiduals(double routing, double values) {

  private static final int ROWS = 8;

  /** Half the distance of the nearer points; the error is of its fourth power. */
  private static final double STEP = 1e-3;

  /**
   * @param head after a pass forward and back
   * @param o W_O of that pass
   */
  static LawResiduals of(CausalHead head, DenseMatrix o) {
    return new Derivatives(head, o).residuals();
  }

  /** {@code count} places of 0 … n - 1, from end to end. */
  private static int[] places(int n, int count) {
    int[] places = new int[Math.min(n, count)];
    for (int k = 0; k < places.length; k++) {
      places[k] = places.length == 1 ? 0 : (int) ((long) k * (n - 1) / (places.length - 1));
    }
    return places;
  }

  /** Derivatives by the law and by differences, at one point. */
  static final class Derivatives {
    private final CausalHead head;
    private final DenseMatrix o;
    private final int n;
    private final int dimension;
    private final double[] logits;

    Derivatives(CausalHead head, DenseMatrix o) {
      this.head = head;
      this.o = o;
      n = head.data().size();
      dimension = head.v().columns();
      logits = new double[o.columns()];
    }

    LawResiduals residuals() {
      double[] routing = new double[2];
      double[] values = new double[2];
      for (int at : places(n, ROWS)) {
        double[] scores = scores(at);
        for (int j : places(at + 1, ROWS)) {
          note(routing, scoreLaw(at, j), scoreDifference(at, j, scores));
        }
        double[] shares = shares(at);
        for (int d = 0; d < dimension; d++) {
          note(values, head.dv().get(at, d), valueDifference(at, d, shares));
        }
      }
      return new LawResiduals(routing[0] / routing[1], values[0] / values[1]);
    }

    private static void note(double[] largest, double law, double difference) {
      largest[0] = Math.max(largest[0], Math.abs(law - difference));
      largest[1] = Math.max(largest[1], Math.abs(difference));
    }

    /** s_i, j ≤ i. */
    double[] scores(int i) {
      double[] scores = new double[i + 1];
      for (int j = 0; j <= i; j++) {
        double dot = 0;
        for (int d = 0; d < head.q().columns(); d++) {
          dot += head.q().get(i, d) * head.k().get(j, d);
        }
        scores[j] = dot / Math.sqrt(head.q().columns());
      }
      return scores;
    }

    private static double[] softmax(double[] scores) {
      double most = Double.NEGATIVE_INFINITY;
      for (double s : scores) {
        most = Math.max(most, s);
      }
      double[] alpha = new double[scores.length];
      double sum = 0;
      for (int j = 0; j < alpha.length; j++) {
        alpha[j] = Kernels.exp(scores[j] - most);
        sum += alpha[j];
      }
      for (int j = 0; j < alpha.length; j++) {
        alpha[j] /= sum;
      }
      return alpha;
    }

    /** α_ij (b_ij - b̄_i). */
    double scoreLaw(int i, int j) {
      double advantage = -head.meanAdvantage(i);
      for (int d = 0; d < dimension; d++) {
        advantage += head.u().get(i, d) * head.v().get(j, d);
      }
      return softmax(scores(i))[j] * advantage;
    }

    double scoreDifference(int i, int j, double[] scores) {
      return derivative(
          h -> {
            double[] moved = scores.clone();
            moved[j] += h;
            double[] alpha = softmax(moved);
            double[] g = new double[dimension];
            for (int k = 0; k <= i; k++) {
              for (int d = 0; d < dimension; d++) {
                g[d] += alpha[k] * head.v().get(k, d);
              }
            }
            return rowLoss(i, g);
          });
    }

    /** α_ij of the rows i from j on, which see value j. */
    double[] shares(int j) {
      double[] shares = new double[n];
      for (int i = j; i < n; i++) {
        shares[i] = softmax(scores(i))[j];
      }
      return shares;
    }

    double valueDifference(int j, int entry, double[] shares) {
      double[] g = new double[dimension];
      double sum = 0;
      for (int row = j; row < n; row++) {
        int i = row;
        sum +=
            derivative(
                h -> {
                  for (int d = 0; d < dimension; d++) {
                    g[d] = head.g().get(i, d) + (d == entry ? shares[i] * h : 0);
                  }
                  return rowLoss(i, g);
                });
      }
      return sum;
    }

    /** f' at 0 by five points. */
    private static double derivative(DoubleUnaryOperator f) {
      double near = f.applyAsDouble(STEP) - f.applyAsDouble(-STEP);
      double far = f.applyAsDouble(2 * STEP) - f.applyAsDouble(-2 * STEP);
      return (8 * near - far) / (12 * STEP);
    }

    /** -(1/n) ln softmax(g W_O) at the label of row i. */
    private double rowLoss(int i, double[] g) {
      double most = Double.NEGATIVE_INFINITY;
      for (int c = 0; c < logits.length; c++) {
        double z = 0;
        for (int d = 0; d < dimension; d++) {
          z += g[d] * o.get(d, c);
        }
        logits[c] = z;
        most = Math.max(most, z);
      }
      double sum = 0;
      for (double z : logits) {
        sum += Kernels.exp(z - most);
      }
      return (Kernels.log(sum) - (logits[head.data().labels()[i]] - most)) / n;
    }
  }
}
