package io.gradsweep.workers.api;

import io.gradsweep.results.summary.LinearFit;
import io.gradsweep.results.summary.SharedX;
import io.gradsweep.results.summary.SharedX.BothWays;

/**
 * The point at which a line before it and another piece from it on describe the points best.
 *
 * @param at the first point of the second piece
 * @param squares sum of squares that both pieces leave unexplained
 */
record Bend(int at, double squares) {

  /** Least number of points of a piece. */
  static final int LEAST_POINTS = 3;

  /** The bends of some points into a line and a constant, and into two lines. */
  record Pair(Bend toConstant, Bend toLine, LinearFit line) {}

  /**
   * Finds the bends with the least sums of squares among points {@code from} to {@code to},
   * exclusively, and the line of all points.
   *
   * @param to at least twice {@link #LEAST_POINTS} from {@code from}
   */
  static Pair best(FitTimes times, double[] y, int from, int to) {
    int n = to - from;
    BothWays x = times.bothWays(from, to);
    SharedX up = x.up();
    SharedX down = x.down();
    double[] headSquares = new double[n];
    double[] headProducts = new double[n];
    double[] tailSquares = new double[n];
    double[] tailProducts = new double[n];
    double headMean = 0;
    double headSum = 0;
    double headProduct = 0;
    double tailMean = 0;
    double tailSum = 0;
    double tailProduct = 0;
    for (int i = 0; i < n; i++) { // neither waits for the other
      double head = y[from + i];
      double headDeviation = head - headMean;
      headMean += headDeviation / (i + 1);
      headSum += headDeviation * (head - headMean);
      headProduct += up.deviation(i) * (head - headMean);
      headSquares[i] = headSum;
      headProducts[i] = headProduct;
      double tail = y[to - 1 - i];
      double tailDeviation = tail - tailMean;
      tailMean += tailDeviation / (i + 1);
      tailSum += tailDeviation * (tail - tailMean);
      tailProduct += down.deviation(i) * (tail - tailMean);
      tailSquares[i] = tailSum;
      tailProducts[i] = tailProduct;
    }
    double[] ofHead = new double[n];
    double[] ofLine = new double[n];
    up.residuals(headSquares, headProducts, ofHead);
    down.residuals(tailSquares, tailProducts, ofLine);
    return new Pair(
        best(ofHead, tailSquares, from),
        best(ofHead, ofLine, from),
        up.line(n, headMean, headSum, headProduct));
  }

  /**
   * @param heads sums of squares of the first one, two, three… points
   * @param tails those of the last one, two, three…
   */
  private static Bend best(double[] heads, double[] tails, int from) {
    int n = heads.length;
    int best = LEAST_POINTS;
    double least = Double.POSITIVE_INFINITY;
    for (int i = LEAST_POINTS; i <= n - LEAST_POINTS; i++) {
      double squares = heads[i - 1] + tails[n - 1 - i];
      if (squares < least) {
        least = squares;
        best = i;
      }
    }
    return new Bend(from + best, least);
  }
}
