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

  /**
   * The bends of some points into a line and a constant, and into two lines.
   *
   * @param line of all points
   * @param head of the points before the bend into two lines
   * @param againstLog their line against log t, as {@link FitTimes#lineAgainstLog}; null unless the
   *     times know what it takes
   */
  record Pair(Bend toConstant, Bend toLine, LinearFit line, LinearFit head, LinearFit againstLog) {}

  /**
   * Finds the bends with the least sums of squares among points {@code from} to {@code to},
   * exclusively, and their lines.
   *
   * @param to at least twice {@link #LEAST_POINTS} from {@code from}
   */
  static Pair best(FitTimes times, double[] y, int from, int to) {
    int n = to - from;
    BothWays x = times.bothWays(from, to);
    SharedX up = x.up();
    SharedX down = x.down();
    Room room = times.room(n);
    double[] headMeans = room.headMeans;
    double[] headSquares = room.headSquares;
    double[] headProducts = room.headProducts;
    double[] tailSquares = room.tailSquares;
    double[] tailProducts = room.tailProducts;
    double headMean = 0;
    double headSum = 0;
    double headProduct = 0;
    double tailMean = 0;
    double tailSum = 0;
    double tailProduct = 0;
    SharedX logs = from == 0 ? times.logsAtHand() : null;
    int toLogs = logs == null ? 0 : n - times.positive();
    double logMean = 0;
    double logSum = 0;
    double logProduct = 0;
    for (int i = 0; i < n; i++) { // no sum waits for another
      double head = y[from + i];
      double headDeviation = head - headMean;
      headMean += headDeviation / (i + 1);
      headSum += headDeviation * (head - headMean);
      headProduct += up.deviation(i) * (head - headMean);
      headMeans[i] = headMean;
      headSquares[i] = headSum;
      headProducts[i] = headProduct;
      double tail = y[to - 1 - i];
      double tailDeviation = tail - tailMean;
      tailMean += tailDeviation / (i + 1);
      tailSum += tailDeviation * (tail - tailMean);
      tailProduct += down.deviation(i) * (tail - tailMean);
      tailSquares[i] = tailSum;
      tailProducts[i] = tailProduct;
      if (i < toLogs) {
        double late = y[times.positive() + i];
        double lateDeviation = late - logMean;
        logMean += lateDeviation / (i + 1);
        logSum += lateDeviation * (late - logMean);
        logProduct += logs.deviation(i) * (late - logMean);
      }
    }
    up.residuals(n, headSquares, headProducts, room.ofHead);
    down.residuals(n, tailSquares, tailProducts, room.ofLine);
    Bend toLine = best(n, room.ofHead, room.ofLine, from);
    int last = toLine.at - from - 1;
    return new Pair(
        best(n, room.ofHead, tailSquares, from),
        toLine,
        up.line(n, headMean, headSum, headProduct),
        up.line(last + 1, headMeans[last], headSquares[last], headProducts[last]),
        logs == null ? null : logs.line(Math.max(0, toLogs), logMean, logSum, logProduct));
  }

  /** Arrays that one fit after the other may use, for sums up to each point. */
  static final class Room {
    private final double[] headMeans;
    private final double[] headSquares;
    private final double[] headProducts;
    private final double[] tailSquares;
    private final double[] tailProducts;

    /** Of the line of the first points, and of the last ones. */
    private final double[] ofHead;

    private final double[] ofLine;

    Room(int points) {
      headMeans = new double[points];
      headSquares = new double[points];
      headProducts = new double[points];
      tailSquares = new double[points];
      tailProducts = new double[points];
      ofHead = new double[points];
      ofLine = new double[points];
    }
  }

  /**
   * @param heads sums of squares of the first one, two, three… points
   * @param tails those of the last one, two, three…
   */
  private static Bend best(int n, double[] heads, double[] tails, int from) {
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
