package io.gradsweep.workers.simulations.kl;

/**
 * What the theory says of one trial, from the spectrum of the Fisher matrix G at the optimum: the
 * Hessian of the loss there is Q = G in θ, G⁻¹ in η, c·I and I/c in the affine charts, and I for
 * the natural gradient in any chart (Datar &amp; Ay 2025).
 */
record KlTheory(double hessianMin, double hessianMax, KlSettings settings) {

  static KlTheory of(KlSettings settings, KlTarget target) {
    if (settings.natural()) {
      return new KlTheory(1, 1, settings);
    }
    if (settings.affine()) {
      double c = settings.theta() ? 1 / settings.affineScale() : settings.affineScale();
      return new KlTheory(c, c, settings);
    }
    return settings.theta()
        ? new KlTheory(target.lambdaMin(), target.lambdaMax(), settings)
        : new KlTheory(1 / target.lambdaMax(), 1 / target.lambdaMin(), settings);
  }

  /**
   * The rate at which the divergence falls in the end: 2 μ_min per time for a flow, -2 ln max|1 -
   * αμ| per step for a discrete method; NaN where the step does not contract, or lands on the
   * optimum at once.
   */
  double rate() {
    if (settings.flow()) {
      return 2 * hessianMin;
    }
    double contraction = contraction();
    return contraction > 0 && contraction < 1 ? -2 * StrictMath.log(contraction) : Double.NaN;
  }

  /** max|1 - αμ| over the spectrum: at one of its ends. */
  double contraction() {
    double alpha = settings.stepSize();
    return Math.max(Math.abs(1 - alpha * hessianMin), Math.abs(1 - alpha * hessianMax));
  }

  /** 2/μ_max: a larger step of the linearised recursion does not converge. */
  double stepSizeLimit() {
    return 2 / hessianMax;
  }
}
