package io.gradsweep.workers.api;

import io.gradsweep.results.summary.LinearFit;
import java.util.function.ToDoubleFunction;

/**
 * The point at which a line before it and another piece from it on describe the points best.
 *
 * @param at the first point of the second piece
 * @param squares sum of squares that both pieces leave unexplained
 * @param line the line of all points
 */
record Bend(int at, double squares, LinearFit line) {

  /** Least number of points of a piece. */
  static final int LEAST_POINTS = 3;

  /**
   * Finds the bend with the least sum of squares among points {@code from} to {@code to},
   * exclusively.
   *
   * @param to at least twice {@link #LEAST_POINTS} from {@code from}
   * @param unexplained unexplained squares of the second piece: by a line, or by a constant
   */
  static Bend best(
      double[] t, double[] y, int from, int to, ToDoubleFunction<LinearFit> unexplained) {
    double[] tailSquares = new double[to + 1];
    LinearFit tail = new LinearFit();
    for (int i = to - 1; i >= from; i--) {
      tail.add(t[i], y[i]);
      tailSquares[i] = unexplained.applyAsDouble(tail);
    }
    LinearFit head = new LinearFit();
    int best = from + LEAST_POINTS;
    double least = Double.POSITIVE_INFINITY;
    for (int i = from; i < to - LEAST_POINTS; i++) {
      head.add(t[i], y[i]);
      double squares = head.residualSumOfSquares() + tailSquares[i + 1];
      if (i + 1 >= from + LEAST_POINTS && squares < least) {
        least = squares;
        best = i + 1;
      }
    }
    for (int i = to - LEAST_POINTS; i < to; i++) {
      head.add(t[i], y[i]);
    }
    return new Bend(best, least, head);
  }
}
