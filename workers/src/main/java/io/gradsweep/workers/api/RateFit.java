package io.gradsweep.workers.api;

import io.gradsweep.results.outcome.RateEstimate;
import io.gradsweep.results.outcome.RateNote;
import java.util.Arrays;

/**
 * Fits the exponent of decay of an error: minus the slope of log error against t, by least squares.
 *
 * <p>It chooses its own points, evenly spread in steps over a window of error levels, whatever the
 * trajectory records; their number is bounded, whatever the length of the run. A tail that is flat
 * except for noise (the floor of rounding, or of gradient noise) is cut off before the fit. There
 * is a rate only if the remaining points fall or rise by more than they fluctuate; {@link RateNote}
 * lists the reasons why there is none, or why one is doubtful.
 *
 * <p>Use: {@code if (fit.wants(step)) fit.add(t, error)} at every step. Neither call allocates
 * beyond a few doublings of the room for points. Not safe for use by several threads.
 */
public final class RateFit {

  /** If there are more points than this, every second one is dropped. */
  private static final int MOST_POINTS = 512;

  /** Initial capacity, enough for a short trial; it grows up to the most. */
  private static final int FIRST_POINTS = 128;

  /**
   * Before the window opens, a look at the error skips at most the steps so far divided by this.
   */
  private static final int LOOKS_PER_RUN = 256;

  private final double low;
  private final double high;
  private double[] t = {};
  private double[] errors = {};
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
   * Fits within a window of error levels, which opens at the first error that is at most {@code
   * high} and closes at the first that is below {@code low}.
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

  /** Fits over the whole run. */
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

  /** Whether the error after {@code step} steps is needed; if so, call {@link #add} next. */
  public boolean wants(long step) {
    this.step = step;
    return step >= nextStep;
  }

  /**
   * Takes the error at the step last passed to {@link #wants}. An error that is not positive and
   * finite ends the window.
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
      int room = Math.max(FIRST_POINTS, 2 * points);
      t = Arrays.copyOf(t, room);
      errors = Arrays.copyOf(errors, room);
    }
    t[points] = time;
    errors[points++] = error;
    nextStep = step + stride;
  }

  /**
   * Takes the errors at consecutive steps, as {@link #wants} and {@link #add} do at one step after
   * the other.
   *
   * @param first the first step
   * @param timeStep time is a step's number times this
   * @param values has the errors from {@code from} on, each {@code by} after the one before
   */
  public void addSteps(long first, double timeStep, double[] values, int from, int by, int count) {
    long end = first + count;
    for (long next = Math.max(first, nextStep); next < end; next = nextStep) {
      int at = from + (int) (next - first) * by;
      if (!open && values[at] > high && values[at] < Double.POSITIVE_INFINITY) {
        nextStep = next + Math.max(1, next / LOOKS_PER_RUN);
        continue;
      }
      long room = Math.min((end - 1 - next) / stride + 1, t.length - points);
      if (!open || takeOrdinary(next, timeStep, values, at, (int) stride * by, (int) room) == 0) {
        step = next;
        add(next * timeStep, values[at]);
      }
    }
  }

  /**
   * Takes points of an open window, up to the first that closes it.
   *
   * @return how many
   */
  private int takeOrdinary(
      long first, double timeStep, double[] values, int from, int by, int most) {
    double least = Math.max(low, Double.MIN_VALUE);
    double[] toTimes = t;
    double[] toErrors = errors;
    int to = points;
    int taken = 0;
    for (int at = from; taken < most; at += by) {
      double error = values[at];
      if (!(error >= least && error < Double.POSITIVE_INFINITY)) {
        break;
      }
      toTimes[to + taken] = (first + taken * stride) * timeStep;
      toErrors[to + taken] = error;
      taken++;
    }
    points += taken;
    nextStep = first + taken * stride;
    return taken;
  }

  private void close() {
    closed = true;
    nextStep = Long.MAX_VALUE;
  }

  private void thin() {
    for (int i = 0; 2 * i < points; i++) {
      t[i] = t[2 * i];
      errors[i] = errors[2 * i];
    }
    points = (points + 1) / 2;
    stride *= 2;
  }

  /**
   * The rate on the window, before any floor, with a note if it is doubtful; or the reason why
   * there is none.
   */
  public RateEstimate estimate() {
    if (points == 0) {
      return RateEstimate.none(RateNote.WINDOW_NOT_REACHED);
    }
    double[] logErrors = Arrays.copyOf(errors, points);
    ArrayLog.ofThread().replace(logErrors, points);
    boolean isWhole = low == 0 && high == Double.POSITIVE_INFINITY;
    FitTimes times = isWhole ? FitTimes.shared(t, points) : FitTimes.of(t, points);
    return new DecayFit(times, logErrors, points).estimate();
  }
}
