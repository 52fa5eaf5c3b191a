package io.gradsweep.driver.analysis;

import io.gradsweep.results.summary.Interval;
import io.gradsweep.sweeps.spec.FitSpec;
import java.util.List;
import java.util.Optional;

/**
 * A line through ln y against ln x ({@code loglog}) or x ({@code semilog}), in one group.
 *
 * @param spec what was fitted
 * @param group values of {@code spec.by()}, in that order
 * @param interval of 95 % for the slope; empty if there are too few replicates or points
 * @param method how slope and interval were computed, in words
 * @param check whether the residuals bend, in words
 */
public record FitResult(
    FitSpec spec,
    List<Object> group,
    FittedLine line,
    Optional<Interval> interval,
    FittedPoints points,
    String method,
    String check) {

  /**
   * The line; its numbers are null if the points give none.
   *
   * @param slope the exponent
   * @param intercept ln y at ln x (loglog) or x (semilog) equal to 0
   * @param r2 share of the variance of ln y that one line through all points explains
   */
  public record FittedLine(Double slope, Double intercept, Double r2) {}

  /**
   * The trials that were asked.
   *
   * @param n points
   * @param replicates those with a slope of their own
   * @param leftOut trials that are not a point: without an x, or inside the window without a
   *     logarithm
   * @param whereLeftOut why, and at which end of the axis, in words; empty if none is left out
   * @param from least x of the points; null if there are none
   * @param to greatest x of the points
   */
  public record FittedPoints(
      long n, long replicates, long leftOut, String whereLeftOut, Double from, Double to) {}

  /** The line's slope; null if there is none. */
  public Double slope() {
    return line.slope();
  }

  /** The line's y at an x of the axis, for drawing. */
  public double at(double x) {
    double place = spec.isLogLog() ? StrictMath.log(x) : x;
    return StrictMath.exp(line.intercept() + line.slope() * place);
  }
}
