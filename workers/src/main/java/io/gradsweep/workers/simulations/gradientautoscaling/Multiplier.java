package io.gradsweep.workers.simulations.gradientautoscaling;

/**
 * Follows α_t along a run: applies a rule at each step or epoch, to the batch that is scaled or to
 * the one before.
 */
final class Multiplier {

  private final AlphaRule rule;
  private final double epsilon;
  private final boolean lagged;
  private final boolean byEpoch;
  private final AlphaState state = new AlphaState();

  private long asked;
  private double held = 1;
  private double epochSum;
  private long epochSteps;

  /**
   * @param lagged if true, α_t is the rule's value for σ_{t-1}, and 1 at the first step
   * @param byEpoch if true, the rule is applied after each epoch, to its mean σ; α is 1 in the
   *     first epoch
   */
  Multiplier(AlphaRule rule, double epsilon, boolean lagged, boolean byEpoch) {
    this.rule = rule;
    this.epsilon = epsilon;
    this.lagged = lagged;
    this.byEpoch = byEpoch;
  }

  double next(double sigma) {
    if (byEpoch) {
      epochSum += sigma;
      epochSteps++;
      return held;
    }
    double before = held;
    held = ask(sigma);
    return lagged ? before : held;
  }

  void endEpoch() {
    if (byEpoch && epochSteps > 0) {
      held = ask(epochSum / epochSteps);
      epochSum = 0;
      epochSteps = 0;
    }
  }

  private double ask(double sigma) {
    double alpha = rule.alpha(asked++, sigma, epsilon, state);
    state.remember(sigma);
    return alpha;
  }
}
