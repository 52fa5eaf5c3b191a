package io.gradsweep.workers.simulations.gradientautoscaling;

/** α_t along a run: a rule, when it is asked, and whether it sees the batch that it scales. */
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
   * @param lagged α_t is the rule's answer to σ_{t-1}, and 1 at the first step
   * @param byEpoch the rule is asked after an epoch, about its mean σ; 1 in the first epoch
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
