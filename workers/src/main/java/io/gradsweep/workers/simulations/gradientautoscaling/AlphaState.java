package io.gradsweep.workers.simulations.gradientautoscaling;

/** The state of a rule: what it needs of the standard deviations before this one. */
final class AlphaState {

  private double initial = Double.NaN;
  private double previous = Double.NaN;
  private double largest;

  /** The first σ; NaN before it. */
  double initial() {
    return initial;
  }

  /** The σ before this one; NaN at the first. */
  double previous() {
    return previous;
  }

  /** The largest σ before this one; 0 at the first. */
  double largest() {
    return largest;
  }

  void remember(double sigma) {
    initial = Double.isNaN(initial) ? sigma : initial;
    previous = sigma;
    largest = Math.max(largest, sigma);
  }
}
