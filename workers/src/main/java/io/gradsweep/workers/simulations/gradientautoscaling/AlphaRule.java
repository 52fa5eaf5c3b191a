package io.gradsweep.workers.simulations.gradientautoscaling;

/**
 * The rules for the multiplier α_t of autoscale, a function of the global standard deviation. They
 * are reconstructions, since the paper's formula was not available; once it is known, it belongs
 * here.
 *
 * <p>A ratio 0/0 is 1.
 */
enum AlphaRule {
  /**
   * σ_t / max_{s≤t} σ_s: at most 1; follows the fall of σ; invariant under a scaling of the loss.
   */
  RATIO_TO_MAX {
    @Override
    double alpha(long step, double sigma, double epsilon, AlphaState state) {
      return ratio(sigma, Math.max(sigma, state.largest()));
    }
  },
  /** σ_t / σ_0: above 1 if σ rises. */
  RATIO_TO_INITIAL {
    @Override
    double alpha(long step, double sigma, double epsilon, AlphaState state) {
      return step == 0 ? 1 : ratio(sigma, state.initial());
    }
  },
  /** min(1, σ_t / σ_{t-1}). */
  RATIO_TO_PREVIOUS {
    @Override
    double alpha(long step, double sigma, double epsilon, AlphaState state) {
      return step == 0 ? 1 : Math.min(1, ratio(sigma, state.previous()));
    }
  },
  RAW_STD {
    @Override
    double alpha(long step, double sigma, double epsilon, AlphaState state) {
      return sigma;
    }
  },
  /** 1 / (σ_t + ε): one global z-score; not bounded. */
  INVERSE_STD {
    @Override
    double alpha(long step, double sigma, double epsilon, AlphaState state) {
      return 1 / (sigma + epsilon);
    }
  },
  /** 1: centring alone. */
  CONSTANT {
    @Override
    double alpha(long step, double sigma, double epsilon, AlphaState state) {
      return 1;
    }
  };

  /**
   * @param step from 0; counts epochs if the multiplier is updated by epoch
   * @param sigma σ_t, at least 0
   * @param state of the σ before this one
   */
  abstract double alpha(long step, double sigma, double epsilon, AlphaState state);

  private static double ratio(double a, double b) {
    return b == 0 ? 1 : a / b;
  }
}
