package io.gradsweep.workers.api;

import io.gradsweep.results.summary.LinearFit;

/**
 * Tests whether a log error falls, or rises, by more than it fluctuates.
 *
 * <p>It does if its line against t is steep: five to ten standard errors (more for few points). The
 * standard errors assume residuals correlated by an upper bound of their correlation from one point
 * to the next; at worst, n points are one observation. If no line describes the points, they may be
 * steep against log t, or in both of two phases, or never turn back. Of fluctuations with any
 * correlation, random walks included, about one in a hundred passes.
 */
final class Trend {

  /** Standard errors of a steep slope between independent residuals. */
  private static final double LEAST_T = 5;

  /**
   * Additional standard errors required if the residuals are one observation, as those of a random
   * walk.
   */
  private static final double MORE_T = 5;

  /** Relative increase required of few points: this over the square of the degrees of freedom. */
  private static final double FEW_POINTS = 15;

  /** Standard errors between an estimated correlation of residuals and its upper bound. */
  private static final double CORRELATION_BOUND = 2;

  /**
   * Corrects the means of blocks, which miss correlations longer than a block and a line's
   * leverage.
   */
  private static final double BLOCKS = 2;

  /** A curve counts as going one way if it goes back by at most this share. */
  private static final double MOST_RETURN = 0.01;

  /** A random walk of so many points goes only one way once in a thousand times. */
  private static final int POINTS_ONE_WAY = 12;

  private Trend() {}

  /**
   * Whether points {@code from} to {@code to}, exclusively, fall or rise in one of four ways.
   *
   * @param line their fit
   */
  static boolean isIn(LinearFit line, FitTimes times, double[] y, int from, int to) {
    return isSteep(line, times.t(), y, from, to) || isInThoughNotSteep(times, y, from, to, null);
  }

  /**
   * The same for points whose line is not steep.
   *
   * @param bends theirs; null if they are not known
   */
  static boolean isInThoughNotSteep(FitTimes times, double[] y, int from, int to, Bend.Pair bends) {
    return goesOneWay(y, from, to)
        || isSteepAgainstLog(times, y, from, to, bends)
        || isSteepInTwoPhases(times, y, from, to, bends);
  }

  static boolean isSteep(LinearFit line, double[] x, double[] y, int from, int to) {
    int n = to - from;
    if (n < Bend.LEAST_POINTS || !(line.totalSumOfSquares() > 0)) {
      return false;
    }
    double inflation = inflation(x, y, from, to, line);
    double freedom = n - 2;
    double needed = (LEAST_T + MORE_T * inflation / n) * (1 + FEW_POINTS / (freedom * freedom));
    double stderr = line.slopeStandardError() * Math.sqrt(inflation);
    return Math.abs(line.slope()) >= needed * stderr;
  }

  /**
   * Inflation of the variance of the slope by correlated residuals; n if they are one observation.
   * It is the larger of two estimates: from an autoregression of order 1, and from the means of
   * blocks, which detect correlations that persist beyond the scatter of single points.
   */
  private static double inflation(double[] x, double[] y, int from, int to, LinearFit line) {
    int n = to - from;
    int block = (int) Math.ceil(Math.sqrt(n));
    double slope = line.slope();
    double intercept = line.intercept();
    double squares = 0;
    double products = 0;
    double last = 0;
    double sum = 0;
    double squaresOfSums = 0;
    int blockEnd = from + block;
    for (int i = from; i < to; i++) {
      double residual = y[i] - intercept - slope * x[i];
      products += residual * last;
      squares += residual * residual;
      last = residual;
      sum += residual;
      if (i + 1 == blockEnd || i + 1 == to) {
        squaresOfSums += sum * sum;
        sum = 0;
        blockEnd += block;
      }
    }
    double r = squares > 0 ? products / squares : 0;
    double unbiased = r + (2 + 4 * r) / n; // Marriott & Pope (1954)
    double most = unbiased + CORRELATION_BOUND * Math.sqrt(Math.max(0, 1 - r * r) / n);
    double ofOrder1 = most < 1 ? (1 + most) / (1 - most) : n;
    double ofBlocks = squares > 0 ? BLOCKS * squaresOfSums / squares : 1;
    return Math.min(n, Math.max(1, Math.max(ofOrder1, ofBlocks)));
  }

  private static boolean goesOneWay(double[] y, int from, int to) {
    double falls = 0;
    double rises = 0;
    for (int i = from + 1; i < to; i++) {
      falls += Math.max(0, y[i - 1] - y[i]);
      rises += Math.max(0, y[i] - y[i - 1]);
    }
    return to - from >= POINTS_ONE_WAY
        && falls != rises
        && Math.min(falls, rises) <= MOST_RETURN * Math.max(falls, rises);
  }

  private static boolean isSteepAgainstLog(
      FitTimes times, double[] y, int from, int to, Bend.Pair bends) {
    double[] t = times.t();
    int first = from;
    while (first < to && !(t[first] > 0)) {
      first++;
    }
    double[] logs = times.logs();
    boolean known = bends != null && bends.againstLog() != null;
    LinearFit line = known ? bends.againstLog() : LinearFit.of(logs, y, first, to);
    return isSteep(line, logs, y, first, to);
  }

  private static boolean isSteepInTwoPhases(
      FitTimes times, double[] y, int from, int to, Bend.Pair bends) {
    if (to - from < 2 * Bend.LEAST_POINTS) {
      return false;
    }
    Bend.Pair pair = bends == null ? Bend.best(times, y, from, to) : bends;
    int bend = pair.toLine().at();
    LinearFit first = pair.head();
    LinearFit second = times.line(y, bend, to);
    double[] t = times.t();
    return first.slope() * second.slope() > 0
        && isSteep(first, t, y, from, bend)
        && isSteep(second, t, y, bend, to);
  }
}
