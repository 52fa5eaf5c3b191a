package io.gradsweep.driver.faults;

import java.util.Random;
import java.util.stream.LongStream;

/**
 * The share of the suite that is run: {@code -Dfaults.kills=N} cases of each random fault on
 * studies of {@code -Dfaults.trials=N} trials. Case i draws its moments from {@code
 * -Dfaults.seed=S} plus i, so that one case is repeated by its own seed and {@code
 * -Dfaults.kills=1}.
 */
final class Campaign {

  static final int TRIALS = Integer.getInteger("faults.trials", 2000);
  private static final int KILLS = Integer.getInteger("faults.kills", 1);
  private static final long SEED = Long.getLong("faults.seed", 1);

  private Campaign() {}

  static LongStream seeds() {
    return LongStream.range(SEED, SEED + KILLS);
  }

  static Random random(long seed) {
    return new Random(seed * 0x9E3779B97F4A7C15L); // neighbours would begin alike
  }

  /** Command that reproduces a case; every assertion of a case carries it. */
  static String again(Class<?> suite, long seed) {
    return "-Dit.test=%s -Dfaults.seed=%d -Dfaults.kills=1 -Dfaults.trials=%d"
        .formatted(suite.getSimpleName(), seed, TRIALS);
  }

  /** A line of what happened, kept in the report of the tests. */
  static void tell(long seed, String what, Object... values) {
    System.out.printf("seed %d: %s%n", seed, what.formatted(values));
  }
}
