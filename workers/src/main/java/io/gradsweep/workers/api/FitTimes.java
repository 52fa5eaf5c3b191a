package io.gradsweep.workers.api;

import io.gradsweep.results.summary.LinearFit;
import io.gradsweep.results.summary.SharedX;
import io.gradsweep.results.summary.SharedX.BothWays;
import io.gradsweep.results.summary.StrictLog;
import java.util.Arrays;

/**
 * The times of a fit's points, with what depends on them alone, made when it is needed. Fits of
 * whole runs have the same times in one trial after the other, so that each thread keeps those that
 * it used last.
 */
final class FitTimes {

  private static final ThreadLocal<FitTimes> LAST = new ThreadLocal<>();

  private final double[] t;

  /** The first time above 0. */
  private final int positive;

  private double[] logs;
  private BothWays whole;

  /** The last one asked for that begins with the first point. */
  private BothWays part;

  private int partTo;

  /** Null until it is needed, and if a time is not above 0 though one before it is. */
  private SharedX ofLogs;

  private final boolean kept;
  private Bend.Room room;

  private FitTimes(double[] t, boolean kept) {
    this.t = t;
    this.kept = kept;
    int first = 0;
    while (first < t.length && !(t[first] > 0)) {
      first++;
    }
    positive = first;
  }

  /** The first n times, in an array that may change later. */
  static FitTimes of(double[] t, int n) {
    return new FitTimes(Arrays.copyOf(t, n), false);
  }

  /** The same, kept for the fits that follow. */
  static FitTimes shared(double[] t, int n) {
    FitTimes last = LAST.get();
    if (last == null || n > last.t.length || !Arrays.equals(t, 0, n, last.t, 0, n)) {
      last = new FitTimes(Arrays.copyOf(t, n), true);
      LAST.set(last);
    }
    return last;
  }

  /** The times, and perhaps more. */
  double[] t() {
    return t;
  }

  /** The logarithms of the times: NaN or infinite unless a time is above 0. */
  double[] logs() {
    if (logs == null) {
      logs = Arrays.stream(t).map(StrictLog::log).toArray();
    }
    return logs;
  }

  /** Points {@code from} to {@code to}, exclusively, and the last of them first. */
  BothWays bothWays(int from, int to) {
    if (from > 0) {
      return SharedX.bothWays(t, from, to);
    }
    if (to == t.length) {
      whole = whole == null ? SharedX.bothWays(t, 0, to) : whole;
      return whole;
    }
    if (part == null || partTo != to) {
      part = SharedX.bothWays(t, 0, to);
      partTo = to;
    }
    return part;
  }

  /** The line of points {@code from} to {@code to}, exclusively. */
  LinearFit line(double[] y, int from, int to) {
    return from == 0 && whole != null ? whole.up().fit(y, 0, to) : LinearFit.of(t, y, from, to);
  }

  /** Room for the sums of n of the points; what is in it has served its turn. */
  Bend.Room room(int n) {
    if (room == null && n == t.length) {
      room = new Bend.Room(n);
    }
    return room == null ? new Bend.Room(n) : room;
  }

  /** The number of times before the first one above 0. */
  int positive() {
    return positive;
  }

  /**
   * Sums that lines against log t share, from the first time above 0. Null if some time after that
   * is not above 0, and if it would have to be made for one fit.
   */
  SharedX logsAtHand() {
    if (ofLogs == null && kept) {
      makeLogs();
    }
    return ofLogs;
  }

  private void makeLogs() {
    if (Arrays.stream(t, positive, t.length).allMatch(x -> x > 0)) {
      ofLogs = SharedX.of(logs(), positive, t.length);
    }
  }

  /** The line against log t of those of the first n points whose time is above 0. */
  LinearFit lineAgainstLog(double[] y, int n) {
    if (ofLogs == null) {
      makeLogs();
    }
    if (ofLogs != null) {
      return ofLogs.fit(y, positive, Math.max(0, n - positive));
    }
    LinearFit fit = new LinearFit();
    for (int i = 0; i < n; i++) {
      if (t[i] > 0) {
        fit.add(logs()[i], y[i]);
      }
    }
    return fit;
  }
}
