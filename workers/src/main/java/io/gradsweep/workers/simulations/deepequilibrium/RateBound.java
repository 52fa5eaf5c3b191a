package io.gradsweep.workers.simulations.deepequilibrium;

import io.gradsweep.workers.numeric.SymmetricEigen;

/**
 * Checks whether L(t) - L* ≤ (L(0) - L*) e^(-2κ λ_T t) along a run, λ_T the least eigenvalue of 𝔇
 * so far, and whether it holds with 1/(m(1+γ)²) for λ_T. If no κ holds for every W
 * (classification), κ is the least ratio ‖∇L₀‖²/(2(L₀ - L*)) so far on the path; the same proof
 * applies. Then a κ of the sublevel set of L(0), which the flow never leaves, is known before the
 * run; with 1/(m(1+γ)²) for λ_T it bounds the run by what is known before it.
 */
final class RateBound {

  /** Relative tolerance for rounding. */
  private static final double ROOM = 1e-9;

  private final Settings settings;
  private final ImplicitModel model;
  private final Objective objective;
  private final double worstLambda;
  private double first = Double.NaN;
  private double kappa;
  private double kappaBefore = Double.NaN;
  private double lambda = Double.POSITIVE_INFINITY;
  private double squaredNorm;
  private double lambdaNow = Double.NaN;
  private double normNow = Double.NaN;
  private boolean holds = true;
  private boolean worstHolds = true;
  private boolean boundBeforeHolds = true;
  private double difference = Double.NaN;
  private double multiplierError = Double.NaN;

  RateBound(Settings settings, ImplicitModel model, Objective objective) {
    this.settings = settings;
    this.model = model;
    this.objective = objective;
    kappa = objective.kappa();
    double gain = 1 + model.layer().gamma();
    worstLambda = 1 / (settings.width * gain * gain);
  }

  /** Called at every step: updates the path's κ. */
  void step(double gap) {
    if (Double.isNaN(first)) {
      first = gap;
      kappaBefore = objective.kappaWithin(gap);
      kappa = Double.isNaN(kappa) ? Double.POSITIVE_INFINITY : kappa;
    }
    if (settings.classification() && gap > objective.resolution()) {
      double norm = model.gradientNorm();
      kappa = Math.min(kappa, norm * norm / (2 * gap));
    }
  }

  /**
   * Whether the bound from the eigenvalues of 𝔇 seen so far exceeds this step's rate, -d ln(excess
   * loss)/dt. If so, the least eigenvalue of 𝔇 has been smaller since the last look, or the bound
   * is wrong.
   */
  boolean isOutpacing(double rate, double gap) {
    return settings.trackOperator
        && gap > objective.resolution()
        && rate < 2 * kappa * lambda * (1 - ROOM);
  }

  /** Called at a look: measures the operator if it is tracked, and checks the bounds. */
  void look(double t, double gap, double[] gradient) {
    if (settings.trackOperator) {
      measureNow();
      lambda = Math.min(lambda, lambdaNow);
      squaredNorm = Math.max(squaredNorm, normNow * normNow);
      holds &= within(t, gap, 2 * kappa * lambda);
    }
    if (settings.trustRegion() && gap > objective.resolution()) {
      TrustRegion region =
          TrustRegion.compare(model, objective, gradient, settings.trustRegionFraction);
      difference = max(difference, region.difference());
      multiplierError = max(multiplierError, region.multiplierError());
    }
    worstHolds &= within(t, gap, worstRate());
    boundBeforeHolds &= !knownBefore() || within(t, gap, rateBefore());
  }

  /** Measures λ_min(𝔇) and ‖U‖₂ of the last evaluation, if the operator is tracked. */
  void measureNow() {
    if (settings.trackOperator && Double.isFinite(model.gradientNorm())) {
      lambdaNow = SymmetricEigen.values(WeightOperator.of(model))[0];
      normNow = Math.sqrt(WeightOperator.squaredNormOfU(model.layer(), settings.width));
    }
  }

  private boolean within(double t, double gap, double rate) {
    double bound = first * StrictMath.exp(-rate * t);
    return gap <= bound * (1 + ROOM) || gap <= objective.resolution();
  }

  private static double max(double soFar, double next) {
    return Double.isNaN(soFar) ? next : Math.max(soFar, next);
  }

  double kappa() {
    return kappa;
  }

  /** λ_T; infinite before the first look. */
  double lambda() {
    return lambda;
  }

  double squaredNorm() {
    return squaredNorm;
  }

  /** λ_min(𝔇) as last measured; NaN if the operator is not tracked. */
  double lambdaNow() {
    return lambdaNow;
  }

  double normNow() {
    return normNow;
  }

  /** Whether there is a κ of the sublevel set of the first loss. */
  boolean knownBefore() {
    return !Double.isNaN(kappaBefore);
  }

  double kappaBefore() {
    return kappaBefore;
  }

  double rateBefore() {
    return 2 * kappaBefore * worstLambda;
  }

  boolean boundBeforeHolds() {
    return boundBeforeHolds;
  }

  double worstRate() {
    return 2 * kappa * worstLambda;
  }

  boolean holds() {
    return holds;
  }

  boolean worstHolds() {
    return worstHolds;
  }

  double trustRegionDifference() {
    return difference;
  }

  double trustRegionMultiplierError() {
    return multiplierError;
  }
}
