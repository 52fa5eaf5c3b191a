package io.gradsweep.workers.api;

import io.gradsweep.results.outcome.RateEstimate;
import io.gradsweep.results.outcome.RateNote;
import io.gradsweep.results.summary.LinearFit;

/** The line through the log errors of a window, before their floor, and whether there is one. */
final class DecayFit {

  /** Fewer points without a trend are too few to call them a floor. */
  private static final int POINTS_OF_A_FLOOR = 12;

  /** Swings without a trend of their own fall if the line explains so much of them. */
  private static final double SWINGS_FALL = 0.5;

  /**
   * What a line and its floor leave unexplained, as a share of what one line does: of few points.
   */
  private static final double LEAST_GAIN = 0.5;

  /** Of many points, a floor is seen by less, since noise gains no more than this over √n. */
  private static final double GAIN_OF_NOISE = 4;

  /** Points within this factor of the floor already bend towards it. */
  private static final double LOG_FLOOR_MARGIN = StrictMath.log(10);

  /** Points within so many standard deviations of the floor may belong to it. */
  private static final double FLOOR_DEVIATIONS = 3;

  private final double[] t;
  private final double[] logError;
  private final int points;

  DecayFit(double[] t, double[] logError, int points) {
    this.t = t;
    this.logError = logError;
    this.points = points;
  }

  RateEstimate estimate() {
    int n = beforeFloor();
    if (n < Bend.LEAST_POINTS) {
      return RateEstimate.none(n == 0 ? RateNote.FLOOR : RateNote.FEW_POINTS);
    }
    LinearFit fit = fit(0, n);
    if (!Double.isFinite(fit.slope())) {
      return RateEstimate.none(RateNote.FEW_POINTS); // all at one time
    }
    DecayShape shape = new DecayShape(t, logError, n, fit);
    if (!Trend.isIn(t, logError, 0, n) && !(fit.r2() >= SWINGS_FALL && shape.oscillates())) {
      return RateEstimate.none(n < POINTS_OF_A_FLOOR ? RateNote.FEW_POINTS : RateNote.FLOOR);
    }
    return new RateEstimate(
        0.0 - fit.slope(), fit.slopeStandardError(), fit.r2(), n, t[0], t[n - 1], shape.note());
  }

  private LinearFit fit(int from, int to) {
    return LinearFit.of(t, logError, from, to);
  }

  /**
   * How many points come before the floor: all, unless a falling line up to some point and a flat
   * line from there describe the points much better than one line does.
   */
  private int beforeFloor() {
    if (points < 2 * Bend.LEAST_POINTS) {
      return points;
    }
    Bend bend = Bend.best(t, logError, 0, points, LinearFit::totalSumOfSquares);
    double gain = Math.max(LEAST_GAIN, 1 - GAIN_OF_NOISE / Math.sqrt(points));
    boolean better = bend.squares() <= gain * fit(0, points).residualSumOfSquares();
    boolean hasFloor = better && !Trend.isIn(t, logError, bend.at(), points);
    return hasFloor ? above(bend.at()) : points;
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
