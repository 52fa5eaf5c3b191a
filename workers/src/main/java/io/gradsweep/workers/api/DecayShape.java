package io.gradsweep.workers.api;

import io.gradsweep.results.outcome.RateNote;
import io.gradsweep.results.summary.LinearFit;
import java.util.Optional;

/** Detects how a falling log error departs from a line, so that its rate is doubtful. */
final class DecayShape {

  /** Swings are visible if this share of the fall is undone by rises. */
  private static final double LEAST_RETURN = 0.02;

  /** A smooth curve turns at most once in so many points; noise turns at every second one. */
  private static final int POINTS_PER_TURN = 8;

  private static final int LEAST_TURNS = 2;

  /** Noise of fewer points may turn as rarely by chance. */
  private static final int SMOOTH_POINTS = 24;

  /** Least number of periods that distinguishes regular swings from noise. */
  private static final int LEAST_PERIODS = 8;

  /** Largest standard deviation of the lengths of regular periods, as a share of their mean. */
  private static final double REGULAR = 0.25;

  /** If a line explains this share of the variance, its bends do not matter. */
  private static final double STRAIGHT = 0.999;

  /** Most that another curve may leave unexplained, as a share of what the line does. */
  private static final double CURVE_GAIN = 0.25;

  /** Least factor between the slopes of two lines that count as two phases. */
  private static final double SLOPES_DIFFER = 1.5;

  /** Constants of two lines and their bend. */
  private static final int TWO_LINES = 5;

  /** A power of t, which has two constants, may be worse than two lines by this factor. */
  private static final double POWER_PREFERRED = 1.1;

  private final FitTimes times;
  private final double[] t;
  private final double[] y;
  private final int n;
  private final LinearFit line;
  private final boolean steep;
  private final Bend.Pair bends;

  /**
   * @param n points from the first
   * @param line their fit
   * @param steep whether it is steep
   * @param bends their bends; null if they are too few
   */
  DecayShape(FitTimes times, double[] y, int n, LinearFit line, boolean steep, Bend.Pair bends) {
    this.times = times;
    t = times.t();
    this.y = y;
    this.n = n;
    this.line = line;
    this.steep = steep;
    this.bends = bends;
  }

  /** Empty if the log error falls along a line. */
  Optional<RateNote> note() {
    if (line.slope() > 0) {
      return Optional.of(RateNote.RISES);
    }
    return oscillates() ? Optional.of(RateNote.OSCILLATES) : curve();
  }

  /** Whether the log error rises again and again, smoothly or at regular intervals. */
  boolean oscillates() {
    double falls = 0;
    double rises = 0;
    for (int i = 1; i < n; i++) {
      falls += Math.max(0, y[i - 1] - y[i]);
      rises += Math.max(0, y[i] - y[i - 1]);
    }
    return Math.min(falls, rises) >= LEAST_RETURN * Math.max(falls, rises)
        && (isSmooth() || isRegular());
  }

  /** Whether the log error turns about its line, but rarely, and not only towards the end. */
  private boolean isSmooth() {
    int turns = 0;
    int firstTurn = n;
    double last = 0;
    for (int i = 1; i < n; i++) {
      double increment = y[i] - y[i - 1] - line.slope() * (t[i] - t[i - 1]);
      if (increment * last < 0) {
        firstTurn = turns == 0 ? i : firstTurn;
        turns++;
      }
      last = increment;
    }
    return n >= SMOOTH_POINTS
        && turns >= LEAST_TURNS
        && turns * POINTS_PER_TURN <= n
        && 2 * firstTurn <= n;
  }

  /** Whether the log error crosses its line, upwards, at intervals of nearly equal length. */
  private boolean isRegular() {
    int periods = 0;
    double sum = 0;
    double squares = 0;
    int crossed = -1;
    boolean above = true;
    for (int i = 0; i < n; i++) {
      boolean isAbove = y[i] > line.intercept() + line.slope() * t[i];
      if (isAbove && !above) {
        if (crossed >= 0) {
          double length = i - crossed;
          periods++;
          sum += length;
          squares += length * length;
        }
        crossed = i;
      }
      above = isAbove;
    }
    double mean = sum / periods;
    return periods >= LEAST_PERIODS
        && squares / periods - mean * mean <= REGULAR * REGULAR * mean * mean;
  }

  /**
   * Returns a power of t, or two lines, if no line is steep or one of these fits far better than
   * the line.
   */
  private Optional<RateNote> curve() {
    if (bends == null || line.r2() >= STRAIGHT) {
      return Optional.empty();
    }
    Bend bend = bends.toLine();
    double oneLine = line.residualSumOfSquares() / (n - 2);
    double twoLines = bend.squares() / Math.max(1, n - TWO_LINES);
    double power = powerVariance();
    boolean better = Math.min(power, twoLines) <= CURVE_GAIN * oneLine;
    if (steep && !(better && slopesDiffer(bend.at()))) {
      return Optional.empty();
    }
    return Optional.of(
        power <= POWER_PREFERRED * twoLines ? RateNote.SUBLINEAR : RateNote.TWO_PHASES);
  }

  private boolean slopesDiffer(int bend) {
    double one = bends.head().slope();
    double other = times.line(y, bend, n).slope();
    double least = Math.min(Math.abs(one), Math.abs(other));
    return one * other <= 0 || Math.max(Math.abs(one), Math.abs(other)) >= SLOPES_DIFFER * least;
  }

  /** Variance of y about its line against log t; infinite if too few t are above 0. */
  private double powerVariance() {
    LinearFit known = bends.againstLog();
    LinearFit fit = known == null ? times.lineAgainstLog(y, n) : known;
    return fit.n() < Bend.LEAST_POINTS
        ? Double.POSITIVE_INFINITY
        : fit.residualSumOfSquares() / (fit.n() - 2);
  }
}
