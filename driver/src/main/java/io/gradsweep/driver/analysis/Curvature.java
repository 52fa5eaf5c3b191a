package io.gradsweep.driver.analysis;

import io.gradsweep.results.summary.Interval;
import io.gradsweep.results.summary.LinearFit;
import io.gradsweep.results.summary.Moments;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Tests whether points bend away from their line, by the coefficient c of (x − x̄)² beside the
 * line: the slope of the residuals against the part of (x − x̄)² that no line explains.
 */
final class Curvature {

  private final List<FitPoints> replicates = new ArrayList<>();

  /**
   * The difference of the slope from the line's at the two ends of the window.
   *
   * @param isSure whether the interval of 95 % of the coefficient excludes zero
   */
  record SlopeChange(double atFrom, double atTo, boolean isSure) {
    double change() {
      return atTo - atFrom;
    }
  }

  /**
   * Takes the points of one replicate; fewer than three different x give no information on a bend.
   */
  void add(FitPoints points) {
    if (points.distinctPlaces().length >= 3) {
      replicates.add(points);
    }
  }

  /** The change over the replicates, by Student's t. */
  Optional<SlopeChange> overReplicates() {
    int unit = replicates.stream().mapToInt(FitPoints::unit).max().orElse(0);
    Moments coefficients = new Moments();
    Moments atFrom = new Moments();
    Moments atTo = new Moments();
    for (FitPoints points : replicates) {
      Square square = Square.of(points, unit);
      coefficients.add(square.c);
      atFrom.add(square.slopeAt(square.least));
      atTo.add(square.slopeAt(square.greatest));
    }
    return Intervals.USUAL
        .ofMean(coefficients)
        .map(interval -> new SlopeChange(atFrom.mean(), atTo.mean(), !interval.contains(0)));
  }

  /** The change for all points together, by the interval of independent residuals. */
  static Optional<SlopeChange> ofOneLine(FitPoints points) {
    int freedom = points.n() - 3;
    if (freedom < 2 || points.distinctPlaces().length < 3) {
      return Optional.empty();
    }
    Square square = Square.of(points, points.unit());
    double half = Intervals.USUAL.tOfFreedom(freedom) * square.standardError(freedom);
    Interval interval = new Interval(square.c - half, square.c + half);
    return Optional.of(
        new SlopeChange(
            square.slopeAt(square.least), square.slopeAt(square.greatest), !interval.contains(0)));
  }

  /** The square beside the line, in one set of points; its x in units of two to some power. */
  private static final class Square {

    private final int unit;
    private final double mean;
    private final double slopeOfSquare;
    private final double c;
    private final double suu;
    private final double rest;
    private final double least;
    private final double greatest;

    private Square(
        int unit, double mean, double slope, double c, double suu, double rest, double[] places) {
      this.unit = unit;
      this.mean = mean;
      slopeOfSquare = slope;
      this.c = c;
      this.suu = suu;
      this.rest = rest;
      least = Math.scalb(places[0], -unit);
      greatest = Math.scalb(places[places.length - 1], -unit);
    }

    static Square of(FitPoints points, int unit) {
      double[] xs = new double[points.n()];
      Moments x = new Moments();
      for (int i = 0; i < xs.length; i++) {
        xs[i] = Math.scalb(points.x(i), -unit);
        x.add(xs[i]);
      }
      LinearFit line = points.line();
      LinearFit squares = new LinearFit();
      for (int i = 0; i < points.n(); i++) {
        squares.add(xs[i], square(xs[i] - x.mean()));
      }
      double suu = 0;
      double suy = 0;
      for (int i = 0; i < points.n(); i++) {
        double u = square(xs[i] - x.mean()) - squares.intercept() - squares.slope() * xs[i];
        suu += u * u;
        suy += u * (points.y(i) - line.intercept() - line.slope() * points.x(i));
      }
      double c = suy / suu;
      double rest = Math.max(0, line.residualSumOfSquares() - c * suy);
      return new Square(unit, x.mean(), squares.slope(), c, suu, rest, points.distinctPlaces());
    }

    private static double square(double x) {
      return x * x;
    }

    /** Term that the square adds to the line's slope at a place. */
    double slopeAt(double place) {
      return Math.scalb(2 * c * (place - mean) - c * slopeOfSquare, -unit);
    }

    double standardError(int freedom) {
      return Math.sqrt(rest / freedom / suu);
    }
  }
}
