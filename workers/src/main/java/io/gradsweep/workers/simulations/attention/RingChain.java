package io.gradsweep.workers.simulations.attention;

import io.gradsweep.results.random.RandomStream;

/**
 * The sticky Markov chain of the task: C symbols on a ring, moves weighted by 1 / ring distance,
 * and a separate probability of staying. The transition matrix P is circulant and doubly
 * stochastic, so the stationary distribution is uniform.
 */
final class RingChain {

  /** P_{i,i+d mod C} for d = 0 … C - 1, the same for every i. */
  private final double[] row;

  private RingChain(double[] row) {
    this.row = row;
  }

  /**
   * @param symbols C, at least 2
   * @param self probability of staying, in [0, 1)
   * @param exactSelf if false, the self weight enters the row before it is normalised, and is added
   *     once more, as the released script does; if true, P_ii is {@code self}
   */
  static RingChain of(int symbols, double self, boolean exactSelf) {
    double[] row = new double[symbols];
    row[0] = exactSelf ? 0 : self;
    double sum = row[0];
    for (int d = 1; d < symbols; d++) {
      row[d] = 1.0 / Math.min(d, symbols - d);
      sum += row[d];
    }
    for (int d = 0; d < symbols; d++) {
      row[d] *= (1 - self) / sum;
    }
    row[0] += self;
    return new RingChain(row);
  }

  int symbols() {
    return row.length;
  }

  double probability(int from, int to) {
    return row[Math.floorMod(to - from, row.length)];
  }

  /** -(1/C) Σ_ij P_ij ln P_ij, in nats. */
  double entropyRate() {
    double sum = 0;
    for (double p : row) {
      sum -= p > 0 ? p * StrictMath.log(p) : 0;
    }
    return sum;
  }

  /**
   * Returns a walk from a uniform start; a longer one on the same stream begins with the same
   * symbols.
   */
  int[] walk(int length, RandomStream random) {
    int[] symbols = new int[length];
    symbols[0] = random.nextInt(row.length);
    for (int t = 1; t < length; t++) {
      symbols[t] = (symbols[t - 1] + move(random.nextDouble())) % row.length;
    }
    return symbols;
  }

  /** Turns a uniform number into a move, by inversion. */
  private int move(double uniform) {
    double rest = uniform;
    for (int d = 0; d < row.length - 1; d++) {
      rest -= row[d];
      if (rest < 0) {
        return d;
      }
    }
    return row.length - 1;
  }
}
