package io.gradsweep.driver.analysis;

import io.gradsweep.driver.analysis.FitResult.FittedLine;
import io.gradsweep.driver.analysis.FitResult.FittedPoints;
import io.gradsweep.driver.query.AnswerFormat;
import io.gradsweep.results.summary.Interval;
import io.gradsweep.results.summary.LinearFit;
import io.gradsweep.results.summary.Moments;
import io.gradsweep.sweeps.spec.FitSpec;
import java.util.List;
import java.util.Optional;

/**
 * The fit of one group of trials. Trials of one base seed and replicate share their random numbers
 * along the axis, so each replicate gives a separate slope and the slopes are independent: their
 * mean is the exponent, Student's t over them its interval. If fewer than three replicates have a
 * slope, it is one line through all points, with the interval of independent residuals.
 */
final class FitGroup {

  /** Degrees of freedom that one line through all points needs for its interval. */
  private static final int LEAST_FREEDOM = 2;

  /** Least change of the slope along the window that is reported, relative to the slope. */
  private static final double NOTICEABLE = 0.05;

  private final FitSpec spec;
  private final List<Object> group;
  private final Intervals intervals;
  private final LinearFit pooled = new LinearFit();
  private final Moments slopes = new Moments();
  private final Moments intercepts = new Moments();
  private final Curvature curvature = new Curvature();
  private FitPoints points = new FitPoints();
  private final FitPoints all = new FitPoints();
  private List<Object> replicate = List.of();
  private final LeftOut leftOut;
  private double from = Double.POSITIVE_INFINITY;
  private double to = Double.NEGATIVE_INFINITY;

  FitGroup(FitSpec spec, List<Object> group, Intervals intervals) {
    this.spec = spec;
    this.group = group;
    this.intervals = intervals;
    leftOut = new LeftOut(spec.x());
  }

  List<Object> group() {
    return group;
  }

  /**
   * Takes a trial; those of a replicate come one after the other.
   *
   * @param streams the trial's base seed and replicate
   */
  void add(List<Object> streams, Number x, Number y) {
    if (!streams.equals(replicate)) {
      endReplicate();
      replicate = streams;
    }
    if (x != null && !(spec.from() <= x.doubleValue() && x.doubleValue() <= spec.to())) {
      return;
    }
    String lacking = lacking(x, y);
    leftOut.add(x, 1, lacking.isEmpty() ? 0 : 1, lacking);
    if (!lacking.isEmpty()) {
      return;
    }
    double place = spec.isLogLog() ? StrictMath.log(x.doubleValue()) : x.doubleValue();
    double level = StrictMath.log(y.doubleValue());
    points.add(place, level);
    all.add(place, level);
    from = Math.min(from, x.doubleValue());
    to = Math.max(to, x.doubleValue());
  }

  /** The reason why a trial is not a point of the fit; empty if it is one. */
  private String lacking(Number x, Number y) {
    if (x == null) {
      return "without " + spec.x();
    }
    if (spec.isLogLog() && !(x.doubleValue() > 0)) {
      return "with %s not above 0".formatted(spec.x());
    }
    if (y == null) {
      return "without " + spec.y();
    }
    return y.doubleValue() > 0 ? "" : "with %s not above 0".formatted(spec.y());
  }

  private void endReplicate() {
    LinearFit line = points.line();
    pooled.merge(line);
    if (Double.isFinite(line.slope())) {
      slopes.add(line.slope());
      intercepts.add(line.intercept());
    }
    curvature.add(points);
    points = new FitPoints();
  }

  FitResult result() {
    endReplicate();
    boolean overReplicates = slopes.n() >= Intervals.LEAST_FOR_T;
    double slope = overReplicates ? slopes.mean() : pooled.slope();
    double intercept = overReplicates ? intercepts.mean() : pooled.intercept();
    Optional<Interval> interval = overReplicates ? intervals.ofMean(slopes) : ofOneLine();
    boolean none = Double.isNaN(slope);
    return new FitResult(
        spec,
        group,
        new FittedLine(orNull(slope), none ? null : orNull(intercept), orNull(pooled.r2())),
        interval,
        fitted(),
        overReplicates
            ? "mean of the slopes of %d replicates".formatted(slopes.n())
            : "one line through all points",
        check(slope, interval, overReplicates));
  }

  private FittedPoints fitted() {
    boolean none = pooled.n() == 0;
    return new FittedPoints(
        pooled.n(),
        slopes.n(),
        leftOut.count(),
        leftOut.words(),
        none ? null : from,
        none ? null : to);
  }

  private Optional<Interval> ofOneLine() {
    long freedom = pooled.n() - 2;
    double half =
        freedom < LEAST_FREEDOM
            ? Double.NaN
            : intervals.tOfFreedom(freedom) * pooled.slopeStandardError();
    return Double.isFinite(half)
        ? Optional.of(new Interval(pooled.slope() - half, pooled.slope() + half))
        : Optional.empty();
  }

  private String check(double slope, Optional<Interval> interval, boolean overReplicates) {
    if (Double.isNaN(slope)) {
      return "fewer than 2 values of %s have a point".formatted(spec.x());
    }
    Optional<Curvature.SlopeChange> bend =
        overReplicates ? curvature.overReplicates() : Curvature.ofOneLine(all);
    if (bend.isEmpty()) {
      return interval.isEmpty() ? "too few points for an interval" : "too few points to check";
    }
    double change = Math.abs(bend.get().change());
    double half = interval.map(i -> (i.high() - i.low()) / 2).orElse(0.0);
    boolean matters = bend.get().isSure() && change > NOTICEABLE * Math.abs(slope) && change > half;
    return matters
        ? "bend: slope %s at %s, %s at %s"
            .formatted(
                AnswerFormat.text(slope + bend.get().atFrom()),
                AnswerFormat.text(from),
                AnswerFormat.text(slope + bend.get().atTo()),
                AnswerFormat.text(to))
        : "no bend";
  }

  private static Double orNull(double x) {
    return Double.isFinite(x) ? x : null;
  }
}
