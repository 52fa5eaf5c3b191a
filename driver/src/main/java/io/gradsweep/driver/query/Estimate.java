package io.gradsweep.driver.query;

import io.gradsweep.results.summary.Interval;
import java.util.Optional;

/**
 * A number of an answer with its interval of 95 %.
 *
 * @param value null if there is none @param interval empty if there are too few values
 * @param centred whether the interval is printed as {@code ±}, being symmetric around the value
 */
public record Estimate(Double value, Optional<Interval> interval, boolean centred) {

  public static final Estimate NONE = new Estimate(null, Optional.empty(), false);

  public static Estimate plusMinus(double value, Optional<Interval> interval) {
    return new Estimate(value, interval, true);
  }

  public static Estimate between(double value, Optional<Interval> interval) {
    return new Estimate(value, interval, false);
  }

  public Double low() {
    return interval.map(Interval::low).orElse(null);
  }

  public Double high() {
    return interval.map(Interval::high).orElse(null);
  }
}
