package io.gradsweep.driver.analysis;

import io.gradsweep.driver.query.Estimate;
import io.gradsweep.results.summary.LogMoments;
import io.gradsweep.results.summary.Moments;
import io.gradsweep.results.summary.RunningTime;
import java.util.Arrays;
import java.util.Optional;

/**
 * The values of one measure in one group. They are sorted before anything is summed, so that the
 * same rows give the same digits in whatever order an engine delivers them.
 */
final class Sample {

  private final Values values = new Values();

  /** Steps of the trials that have no value: for a cost to reach something, those in vain. */
  private final Values spentInVain = new Values();

  /**
   * @param value null where the trial has none
   * @param steps what the trial executed
   */
  void add(Double value, double steps) {
    if (value == null) {
      spentInVain.add(steps);
    } else {
      values.add(value);
    }
  }

  int n() {
    return values.size();
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
    Moments moments = moments();
    return n() == 0 ? Estimate.NONE : Estimate.plusMinus(moments.mean(), Intervals.ofMean(moments));
  }

  /** None where a value is not above zero: leaving those out would say something else. */
  Estimate geometricMean() {
    LogMoments moments = new LogMoments();
    Arrays.stream(values.sorted()).forEach(moments::add);
    return n() == 0 || moments.leftOut() > 0
        ? Estimate.NONE
        : Estimate.between(moments.geometricMean(), Intervals.ofGeometricMean(moments));
  }

  Estimate runningTime() {
    RunningTime time = new RunningTime();
    Arrays.stream(values.sorted()).forEach(steps -> time.add(steps, true));
    Arrays.stream(spentInVain.sorted()).forEach(steps -> time.add(steps, false));
    return time.runs() == 0
        ? Estimate.NONE
        : Estimate.between(time.expected(), Intervals.ofRunningTime(time));
  }

  /** Hyndman and Fan's definition 7, as {@code quantile_cont} and {@code percentile} have it. */
  Estimate quantile(double q) {
    double[] sorted = values.sorted();
    if (sorted.length == 0) {
      return Estimate.NONE;
    }
    double place = q * (sorted.length - 1);
    int below = (int) place;
    double low = sorted[below];
    double high = sorted[Math.min(below + 1, sorted.length - 1)];
    return Estimate.between(low + (high - low) * (place - below), Intervals.ofQuantile(sorted, q));
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
