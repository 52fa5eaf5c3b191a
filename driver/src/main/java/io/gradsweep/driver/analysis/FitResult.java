package io.gradsweep.driver.analysis;

import io.gradsweep.sweeps.spec.FitSpec;
import java.util.List;

/**
 * A line through ln y against ln x ({@code loglog}) or x ({@code semilog}), in one group.
 *
 * @param spec what was fitted
 * @param group values of {@code spec.by()}, in that order
 * @param slope the exponent; null if the points give none
 * @param low lower end of its interval of 95 %; null if there are too few replicates or points
 * @param high upper end of its interval
 * @param intercept ln y of the line at ln x (loglog) or x (semilog) equal to 0
 * @param r2 share of the variance of ln y that one line through all points explains
 * @param n points
 * @param replicates those with a slope of their own
 * @param leftOut trials that are not a point: without an x, or inside the window without a
 *     logarithm
 * @param whereLeftOut why, and at which end of the axis, in words; empty if none is left out
 * @param from least x of the points
 * @param to greatest x of the points
 * @param method how slope and interval were computed, in words
 * @param check whether the residuals bend, in words
 */
public record FitResult(
    FitSpec spec,
    List<Object> group,
    Double slope,
    Double low,
    Double high,
    Double intercept,
    Double r2,
    long n,
    long replicates,
    long leftOut,
    String whereLeftOut,
    Double from,
    Double to,
    String method,
    String check) {

  /** The line's y at an x of the axis, for drawing. */
  public double at(double x) {
    double place = spec.isLogLog() ? StrictMath.log(x) : x;
    return StrictMath.exp(intercept + slope * place);
  }
}
