package io.gradsweep.driver.analysis;

import io.gradsweep.driver.query.Estimate;
import io.gradsweep.results.summary.LogMoments;
import io.gradsweep.results.summary.Moments;
import io.gradsweep.sweeps.spec.Statistic;
import java.util.Arrays;
import java.util.NoSuchElementException;
import java.util.Optional;

/**
 * The values of one measure in one group. They are sorted before anything is summed, so that the
 * same rows give the same digits, in any order of delivery.
 */
final class Sample {

  private final Values values = new Values();
  private final Optional<Spending> spending;

  Sample() {
    this(Optional.empty());
  }

  /**
   * @param spending collects the costs of the runs, if requested
   */
  Sample(Optional<Spending> spending) {
    this.spending = spending;
  }

  void add(double value) {
    values.add(value);
  }

  /**
   * Takes a trial.
   *
   * @param value null if it has none @param spent what it spent in total; null if not known
   */
  void add(boolean converged, Number value, Number spent) {
    if (value != null) {
      values.add(value.doubleValue());
    }
    spending.ifPresent(runs -> runs.add(converged, value, spent));
  }

  /**
   * @throws NoSuchElementException if the sample is not of a running cost
   */
  Spending spending() {
    return spending.orElseThrow();
  }

  int n() {
    return values.size();
  }

  /** The values, ascending; the sample's own. */
  double[] sorted() {
    return values.sorted();
  }

  Estimate estimate(Statistic statistic) {
    return estimate(statistic, Intervals.USUAL);
  }

  Estimate estimate(Statistic statistic, Intervals intervals) {
    return switch (statistic.kind()) {
      case MEAN -> mean(intervals);
      case MEDIAN, QUANTILE -> quantile(statistic.order(), intervals);
      case GEOMEAN -> geometricMean(intervals);
      case ERT -> spending().expected(intervals);
      case SD -> plain(moments().standardDeviation());
      case MIN -> plain(least());
      case MAX -> plain(greatest());
    };
  }

  Estimate plain(double x) {
    return Double.isNaN(x) ? Estimate.NONE : Estimate.plusMinus(x, Optional.empty());
  }

  double least() {
    return n() == 0 ? Double.NaN : values.sorted()[0];
  }

  double greatest() {
    return n() == 0 ? Double.NaN : values.sorted()[n() - 1];
  }

  Moments moments() {
    Moments moments = new Moments();
    Arrays.stream(values.sorted()).forEach(moments::add);
    return moments;
  }

  Estimate mean() {
    return mean(Intervals.USUAL);
  }

  private Estimate mean(Intervals intervals) {
    Moments moments = moments();
    return Double.isFinite(moments.mean())
        ? Estimate.plusMinus(moments.mean(), intervals.ofMean(moments))
        : Estimate.NONE;
  }

  /** The geometric mean of the numbers whose logarithms the values are. */
  Estimate exponentialOfMean() {
    Moments logs = moments();
    return n() == 0
        ? Estimate.NONE
        : Estimate.between(StrictMath.exp(logs.mean()), Intervals.USUAL.ofLogarithms(logs));
  }

  /**
   * The geometric mean; none if a value is not above zero, since leaving such values out would
   * change its meaning.
   */
  Estimate geometricMean() {
    return geometricMean(Intervals.USUAL);
  }

  private Estimate geometricMean(Intervals intervals) {
    LogMoments moments = new LogMoments();
    Arrays.stream(values.sorted()).forEach(moments::add);
    return n() == 0 || moments.leftOut() > 0
        ? Estimate.NONE
        : Estimate.between(moments.geometricMean(), intervals.ofGeometricMean(moments));
  }

  /**
   * A quantile by Hyndman and Fan's definition 7, like {@code quantile_cont} and {@code
   * percentile}.
   */
  Estimate quantile(double q) {
    return quantile(q, Intervals.USUAL);
  }

  private Estimate quantile(double q, Intervals intervals) {
    double[] sorted = values.sorted();
    if (sorted.length == 0) {
      return Estimate.NONE;
    }
    double place = q * (sorted.length - 1);
    int below = (int) place;
    double low = sorted[below];
    double high = sorted[Math.min(below + 1, sorted.length - 1)];
    double share = place - below;
    double between = low + (high - low) * share;
    return Estimate.between(
        Double.isFinite(between) ? between : low * (1 - share) + high * share,
        intervals.ofQuantile(sorted, q));
  }

  /** Numbers that grow in place. */
  private static final class Values {

    private double[] values = new double[0];
    private int size;
    private boolean sorted = true;

    void add(double x) {
      if (size == values.length) {
        values = Arrays.copyOf(values, Math.max(8, 2 * size));
      }
      values[size++] = x;
      sorted = false;
    }

    int size() {
      return size;
    }

    double[] sorted() {
      if (!sorted || values.length != size) {
        values = Arrays.copyOf(values, size);
        Arrays.sort(values);
        sorted = true;
      }
      return values;
    }
  }
}
