package io.gradsweep.workers.api;

import io.gradsweep.results.trial.Input;
import io.gradsweep.results.trial.Params;

/** The levels of error between which a rate is fitted, given by two parameters. */
public record RateWindow(double low, double high) {

  /**
   * Reads the window.
   *
   * @throws UnusableParameter if it is empty
   */
  public static RateWindow of(Params params, Input.RealInput low, Input.RealInput high) {
    RateWindow window = new RateWindow(params.get(low), params.get(high));
    Refusals.of(params).when(!(window.low < window.high), low, "must be below %s", high);
    return window;
  }

  /** Returns a new fit, without points, on this window. */
  public RateFit fit() {
    return RateFit.within(low, high);
  }
}
