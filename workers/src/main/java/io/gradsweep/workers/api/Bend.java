package io.gradsweep.workers.api;

import io.gradsweep.results.summary.LinearFit;

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
  static Pair best(double[] t, double[] y, int from, int to) {
    int n = to - from;
    double[] ofHead = new double[n + 1];
    double[] ofConstant = new double[n + 1];
    double[] ofLine = new double[n + 1];
    LinearFit head = new LinearFit();
    LinearFit tail = new LinearFit();
    for (int i = 0; i < n; i++) { // neither waits for the other
      head.add(t[from + i], y[from + i]);
      ofHead[i + 1] = head.residualSumOfSquares();
      int j = n - 1 - i;
      tail.add(t[from + j], y[from + j]);
      ofConstant[j] = tail.totalSumOfSquares();
      ofLine[j] = tail.residualSumOfSquares();
    }
    return new Pair(best(ofHead, ofConstant, from), best(ofHead, ofLine, from), head);
  }

  /**
   * @param heads sums of squares of the first points, by their number
   * @param tails those of the other points
   */
  private static Bend best(double[] heads, double[] tails, int from) {
    int best = LEAST_POINTS;
    double least = Double.POSITIVE_INFINITY;
    for (int i = LEAST_POINTS; i <= heads.length - 1 - LEAST_POINTS; i++) {
      double squares = heads[i] + tails[i];
      if (squares < least) {
        least = squares;
        best = i;
      }
    }
    return new Bend(from + best, least);
  }
}
