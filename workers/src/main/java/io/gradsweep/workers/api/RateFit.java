package io.gradsweep.workers.api;

import io.gradsweep.results.outcome.RateEstimate;
import io.gradsweep.results.summary.LinearFit;
import java.util.Arrays;

/**
 * Fits the exponent of decay of an error: minus the slope of log error against t, by least squares.
 *
 * <p>The points are its own, evenly spread in steps over a window of error levels, whatever the
 * trajectory records; their number is bounded, whatever the length of the run is. A tail that is
 * flat but for noise (the floor of rounding, or of gradient noise) is cut off before the fit.
 *
 * <p>Use: {@code if (fit.wants(step)) fit.add(t, error)} at every step. Neither call allocates
 * beyond a few doublings of the room for points. Not safe for use by several threads.
 */
public final class RateFit {

  /** More points than this are thinned to every second one. */
  private static final int MOST_POINTS = 512;

  /** Room for the points of a short trial; longer ones grow to the most. */
  private static final int FIRST_POINTS = 64;

  private static final int LEAST_POINTS = 3;

  /** Before the window opens, a look at the error never skips more than this share of the steps. */
  private static final int LOOKS_PER_RUN = 256;

  /** A tail whose slope is fewer standard errors than this away from 0 is flat. */
  private static final double FLAT_BELOW_T = 4;

  /**
   * A tail whose line explains no more than this of its variance is a floor too: noise that is
   * correlated along the steps makes slopes seem certain that are not.
   */
  private static final double NOISE_BELOW_R2 = 0.5;

  /** A floor must explain this much of what one line leaves unexplained. */
  private static final double FLOOR_GAIN = 0.5;

  /** Points within this factor of the floor already bend towards it. */
  private static final double LOG_FLOOR_MARGIN = StrictMath.log(10);

  private final double low;
  private final double high;
  private double[] t = new double[FIRST_POINTS];
  private double[] logError = new double[FIRST_POINTS];
  private int points;
  private long step;
  private long nextStep;
  private long stride;
  private boolean open;
  private boolean closed;

  private RateFit(double low, double high) {
    this.low = low;
    this.high = high;
    reset();
  }

  /**
   * A window of error levels: it opens at the first error that is at most {@code high} and closes
   * at the first that is below {@code low}.
   *
   * @param low at least 0
   * @param high above low; infinite for a window that opens at once
   */
  public static RateFit within(double low, double high) {
    if (!(low >= 0 && high > low)) {
      throw new IllegalArgumentException(
          "Cannot fit rate within: %s to %s (must be 0 <= low < high)".formatted(low, high));
    }
    return new RateFit(low, high);
  }

  /** The whole run. */
  public static RateFit whole() {
    return within(0, Double.POSITIVE_INFINITY);
  }

  /** Forgets all points. */
  public void reset() {
    points = 0;
    nextStep = 0;
    stride = 1;
    open = false;
    closed = false;
  }

  /** Whether the error after {@code step} steps is needed: then {@link #add} follows. */
  public boolean wants(long step) {
    this.step = step;
    return step >= nextStep;
  }

  /**
   * Takes the error at the step last asked for. An error that is not positive and finite ends the
   * window.
   */
  public void add(double time, double error) {
    if (closed) {
      return;
    }
    if (!(error > 0 && error < Double.POSITIVE_INFINITY) || open && error < low) {
      close();
      return;
    }
    if (!open && error > high) {
      nextStep = step + Math.max(1, step / LOOKS_PER_RUN);
      return;
    }
    if (error < low) {
      close(); // it fell through the window between two looks
      return;
    }
    open = true;
    if (points == MOST_POINTS) {
      thin();
    } else if (points == t.length) {
      t = Arrays.copyOf(t, 2 * points);
      logError = Arrays.copyOf(logError, 2 * points);
    }
    t[points] = time;
    logError[points++] = StrictMath.log(error);
    nextStep = step + stride;
  }

  private void close() {
    closed = true;
    nextStep = Long.MAX_VALUE;
  }

  private void thin() {
    for (int i = 0; 2 * i < points; i++) {
      t[i] = t[2 * i];
      logError[i] = logError[2 * i];
    }
    points = (points + 1) / 2;
    stride *= 2;
  }

  /** The rate on the window, before any floor; none for fewer than three points. */
  public RateEstimate estimate() {
    int n = beforeFloor();
    if (n < LEAST_POINTS) {
      return RateEstimate.NONE;
    }
    LinearFit fit = fit(0, n);
    if (!(Double.isFinite(fit.slope()))) {
      return RateEstimate.NONE;
    }
    return new RateEstimate(
        0.0 - fit.slope(), fit.slopeStandardError(), fit.r2(), n, t[0], t[n - 1]);
  }

  private LinearFit fit(int from, int to) {
    LinearFit fit = new LinearFit();
    for (int i = from; i < to; i++) {
      fit.add(t[i], logError[i]);
    }
    return fit;
  }

  /**
   * How many points come before the floor: all, unless a falling line up to some point and a flat
   * line from there describe the points much better than one line does.
   */
  private int beforeFloor() {
    if (points < 2 * LEAST_POINTS) {
      return points;
    }
    LinearFit whole = fit(0, points);
    int bend = bend();
    LinearFit tail = fit(bend, points);
    double twoPieces = fit(0, bend).residualSumOfSquares() + tail.totalSumOfSquares();
    boolean hasFloor =
        (isFlat(tail) || tail.r2() <= NOISE_BELOW_R2)
            && twoPieces <= FLOOR_GAIN * whole.residualSumOfSquares();
    if (!hasFloor) {
      return isFlat(whole) ? 0 : points;
    }
    double floor = 0;
    for (int i = bend; i < points; i++) {
      floor += logError[i] / (points - bend);
    }
    int n = 0;
    while (n < bend && logError[n] > floor + LOG_FLOOR_MARGIN) {
      n++;
    }
    return n;
  }

  /** The split with the smallest sum of squares, a line before it and a constant from it on. */
  private int bend() {
    double[] tailSquares = new double[points + 1];
    LinearFit tail = new LinearFit();
    for (int i = points - 1; i >= 0; i--) {
      tail.add(t[i], logError[i]);
      tailSquares[i] = tail.totalSumOfSquares();
    }
    LinearFit head = new LinearFit();
    int best = LEAST_POINTS;
    double least = Double.POSITIVE_INFINITY;
    for (int i = 0; i < points - LEAST_POINTS; i++) {
      head.add(t[i], logError[i]);
      double squares = head.residualSumOfSquares() + tailSquares[i + 1];
      if (i + 1 >= LEAST_POINTS && squares < least) {
        least = squares;
        best = i + 1;
      }
    }
    return best;
  }

  private static boolean isFlat(LinearFit fit) {
    double slope = Math.abs(fit.slope());
    return fit.totalSumOfSquares() == 0 || slope < FLAT_BELOW_T * fit.slopeStandardError();
  }
}
