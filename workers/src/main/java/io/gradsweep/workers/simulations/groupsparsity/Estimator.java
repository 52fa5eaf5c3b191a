package io.gradsweep.workers.simulations.groupsparsity;

/** An iterative estimator, as a run sees it. */
interface Estimator {

  double[] NONE = {};

  /** w of the present iterate, p entries; not to be changed. */
  double[] weights();

  /** X w - y of the present iterate, n entries. */
  double[] residual();

  void step();

  /** The largest number of steps. */
  long budget();

  /** Whether the method has finished before that. */
  default boolean finished() {
    return false;
  }

  /** Whether the present iterate is an estimate that may be selected. */
  default boolean candidate() {
    return true;
  }

  /** Whether estimates are exactly 0 outside of the groups that they select. */
  default boolean selectsGroups() {
    return false;
  }

  /** The gates u of a group net, one per group; empty otherwise. */
  default double[] gates() {
    return NONE;
  }

  /** min over the active groups of ⟨v_l, v_l before the last step⟩; NaN if v has no unit norm. */
  default double turn() {
    return Double.NaN;
  }

  /** Big steps of v before the switch; -1 without one. */
  default long switchedAt() {
    return -1;
  }

  /** max over the groups of |½u² - ‖v‖² - its start| (u²/d for depth d); NaN if v is unit. */
  default double balanceDrift() {
    return Double.NaN;
  }

  /**
   * ‖Δw‖/τ² of two flows from the start in both orders, each for a time of a step; NaN if v is
   * unit.
   */
  default double orderGap() {
    return Double.NaN;
  }

  /**
   * Largest relative duality gap of the solutions so far, which certifies them; NaN for a descent.
   */
  default double dualityGap() {
    return Double.NaN;
  }

  static Estimator of(Settings settings, RegressionProblem problem) {
    LeastSquares data = problem.training();
    return switch (settings.algorithm) {
      case ALG1, ALG2, PLAIN_GD -> new GroupNet(settings, data, problem.startDirection());
      case U2_SPARSE, U2_SIGNED -> new SquareNet(settings, data);
      case GROUP_LASSO -> new GroupLasso(settings, data, problem.spectralNorm());
      case PRIMAL_DUAL -> new PrimalDual(settings, data, problem.spectralNorm());
      case LASSO, RIDGE -> new PenaltyPath(settings, data, problem.rows());
    };
  }
}
