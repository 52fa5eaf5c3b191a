package io.gradsweep.workers.simulations.groupsparsity;

import io.gradsweep.workers.api.OutcomeBuilder;
import java.util.Arrays;

/** Records when each active group first passed half of its true norm. */
final class Growth {

  private static final long NEVER = -1;

  private final int g;
  private final double[] half;
  private final long[] grownAt;
  private int left;

  Growth(Settings settings, double[] truth) {
    g = settings.groupSize;
    half = new double[settings.activeGroups];
    Arrays.setAll(half, l -> GroupThreshold.norm(truth, l, g) / 2);
    grownAt = new long[half.length];
    Arrays.fill(grownAt, NEVER);
    left = half.length;
  }

  void observe(long step, double[] w) {
    for (int l = 0; left > 0 && l < half.length; l++) {
      if (grownAt[l] == NEVER && GroupThreshold.norm(w, l, g) >= half[l]) {
        grownAt[l] = step;
        left--;
      }
    }
  }

  void measure(OutcomeBuilder outcome) {
    if (left < half.length) {
      outcome.measure(
          "growth_step_first", Arrays.stream(grownAt).filter(t -> t != NEVER).min().orElseThrow());
    }
    if (left == 0) {
      outcome.measure("growth_step_last", Arrays.stream(grownAt).max().orElseThrow());
    }
  }
}
