package io.gradsweep.workers.api;

import io.gradsweep.results.outcome.RateEstimate;
import io.gradsweep.results.outcome.RateNote;
import io.gradsweep.results.summary.LinearFit;

/** Fits a line to the log errors of a window, before their floor, if there is one. */
final class DecayFit {

  /** Least number of points without a trend that count as a floor. */
  private static final int POINTS_OF_A_FLOOR = 12;

  /**
   * Swings without a trend of their own count as falling if the line explains this share of them.
   */
  private static final double SWINGS_FALL = 0.5;

  /**
   * Most that a line and its floor may leave unexplained of few points, as a share of what one line
   * does.
   */
  private static final double LEAST_GAIN = 0.5;

  /**
   * For many points, a smaller gain reveals a floor, since noise gains no more than this over √n.
   */
  private static final double GAIN_OF_NOISE = 4;

  /** Points within this factor of the floor already bend towards it. */
  private static final double LOG_FLOOR_MARGIN = StrictMath.log(10);

  /** Points within so many standard deviations of the floor may belong to it. */
  private static final double FLOOR_DEVIATIONS = 3;

  private final FitTimes times;
  private final double[] logError;
  private final int points;

  DecayFit(FitTimes times, double[] logError, int points) {
    this.times = times;
    this.logError = logError;
    this.points = points;
  }

  RateEstimate estimate() {
    int n = points;
    Bend.Pair bends = bends(n);
    if (bends != null && isFloor(bends.toConstant(), bends.line())) {
      n = above(bends.toConstant().at());
      bends = n == points ? bends : bends(n);
    }
    LinearFit fit = bends == null ? fit(0, n) : bends.line();
    if (n < Bend.LEAST_POINTS) {
      return RateEstimate.none(n == 0 ? RateNote.FLOOR : RateNote.FEW_POINTS);
    }
    if (!Double.isFinite(fit.slope())) {
      return RateEstimate.none(RateNote.FEW_POINTS); // all at one time
    }
    double[] t = times.t();
    boolean steep = Trend.isSteep(fit, t, logError, 0, n);
    DecayShape shape = new DecayShape(times, logError, n, fit, steep, bends);
    if (!(steep || Trend.isInThoughNotSteep(times, logError, 0, n, bends))
        && !(fit.r2() >= SWINGS_FALL && shape.oscillates())) {
      return RateEstimate.none(n < POINTS_OF_A_FLOOR ? RateNote.FEW_POINTS : RateNote.FLOOR);
    }
    return new RateEstimate(
        0.0 - fit.slope(), fit.slopeStandardError(), fit.r2(), n, t[0], t[n - 1], shape.note());
  }

  /** Null if there are too few points for two pieces. */
  private Bend.Pair bends(int n) {
    return n < 2 * Bend.LEAST_POINTS ? null : Bend.best(times, logError, 0, n);
  }

  private LinearFit fit(int from, int to) {
    return times.line(logError, from, to);
  }

  /**
   * Whether the points from a bend on are a floor: a falling line up to there and a flat line from
   * there describe the points much better than one line does.
   */
  private boolean isFloor(Bend bend, LinearFit line) {
    double gain = Math.max(LEAST_GAIN, 1 - GAIN_OF_NOISE / Math.sqrt(points));
    return bend.squares() <= gain * line.residualSumOfSquares()
        && !Trend.isIn(fit(bend.at(), points), times, logError, bend.at(), points);
  }

  /** Points before the bend, up to the first that is not well above the floor. */
  private int above(int bend) {
    double floor = 0;
    for (int i = bend; i < points; i++) {
      floor += logError[i] / (points - bend);
    }
    double deviation = Math.sqrt(fit(bend, points).totalSumOfSquares() / (points - bend));
    double margin = Math.max(LOG_FLOOR_MARGIN, FLOOR_DEVIATIONS * deviation);
    int n = 0;
    while (n < bend && logError[n] > floor + margin) {
      n++;
    }
    return n;
  }
}
