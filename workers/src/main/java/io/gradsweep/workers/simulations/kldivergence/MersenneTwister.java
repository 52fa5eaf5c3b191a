package io.gradsweep.workers.simulations.kldivergence;

import java.util.function.DoubleSupplier;

/**
 * MT19937 (Matsumoto &amp; Nishimura 1998), started by init_genrand from one 32-bit seed, with
 * 53-bit uniforms on [0, 1): the stream of MATLAB's {@code rng(seed)} and NumPy's {@code
 * RandomState(seed)}. Used only to reproduce a paper's own numbers; everything else uses our
 * streams.
 */
final class MersenneTwister implements DoubleSupplier {

  private static final int N = 624;
  private static final int M = 397;
  private static final int MATRIX = 0x9908b0df;

  private final int[] state = new int[N];
  private int next = N;

  /**
   * @param seed its lower 32 bits count
   */
  MersenneTwister(long seed) {
    state[0] = (int) seed;
    for (int i = 1; i < N; i++) {
      state[i] = 1812433253 * (state[i - 1] ^ (state[i - 1] >>> 30)) + i;
    }
  }

  private int nextInt() {
    if (next == N) {
      twist();
    }
    int y = state[next++];
    y ^= y >>> 11;
    y ^= (y << 7) & 0x9d2c5680;
    y ^= (y << 15) & 0xefc60000;
    return y ^ (y >>> 18);
  }

  private void twist() {
    for (int i = 0; i < N; i++) {
      int y = (state[i] & 0x80000000) | (state[(i + 1) % N] & 0x7fffffff);
      state[i] = state[(i + M) % N] ^ (y >>> 1) ^ ((y & 1) == 0 ? 0 : MATRIX);
    }
    next = 0;
  }

  /** res53: 27 bits of one word above 26 of the next. */
  @Override
  public double getAsDouble() {
    long high = nextInt() >>> 5;
    long low = nextInt() >>> 6;
    return (high * 67108864.0 + low) / 9007199254740992.0;
  }
}
