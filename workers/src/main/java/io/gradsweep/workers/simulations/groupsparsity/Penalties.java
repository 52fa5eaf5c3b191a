package io.gradsweep.workers.simulations.groupsparsity;

/**
 * The authors' grid 0.1 exp(linspace(0.01, 3, 10)), from the largest down: each solution starts the
 * next.
 */
final class Penalties {

  static final int COUNT = 10;

  private Penalties() {}

  /** The k-th largest, k from 0. */
  static double at(int k) {
    return 0.1 * StrictMath.exp(3 - k * (3 - 0.01) / (COUNT - 1));
  }
}
