package io.gradsweep.workers.simulations.kldivergence;

import io.gradsweep.workers.simulations.kldivergence.Inputs.NoiseModel;

/**
 * Predictions of the theory for one trial, from the spectrum of the Fisher matrix G at the optimum.
 * The Hessian of the loss there is Q = G in θ, G⁻¹ in η, c·I and I/c in the affine charts, and I
 * for the natural gradient in any chart (Datar &amp; Ay 2025).
 */
record Theory(
    double hessianMin,
    double hessianMax,
    double conditionNumber,
    boolean silent,
    Settings settings,
    double[] eigenvalues) {

  static Theory of(Settings settings, TargetDistribution target) {
    double min = target.lambdaMin();
    double max = target.lambdaMax();
    if (settings.natural) {
      min = max = 1;
    } else if (settings.affine()) {
      min = max = settings.theta ? 1 / settings.affineScale : settings.affineScale;
    } else if (!settings.theta) {
      min = 1 / target.lambdaMax();
      max = 1 / target.lambdaMin();
    }
    return new Theory(
        min,
        max,
        target.lambdaMax() / target.lambdaMin(),
        !target.interior(),
        settings,
        target.eigenvalues());
  }

  /**
   * The final rate at which the divergence falls (under noise: before it reaches the floor): 2
   * μ_min per unit of time for a flow, -2 ln max|1 - αμ| per step for a discrete method. NaN if the
   * step does not contract, if it reaches the optimum at once, if each step has another random
   * matrix, and if the optimum lies on the boundary.
   */
  double rate() {
    if (silent || settings.noisy() && settings.noiseModel == NoiseModel.MULTIPLICATIVE) {
      return Double.NaN;
    }
    if (settings.flow) {
      return 2 * hessianMin;
    }
    double contraction = contraction();
    return contraction > 0 && contraction < 1 ? -2 * StrictMath.log(contraction) : Double.NaN;
  }

  /** α; for a flow, its time step. */
  double stepSize() {
    double scale =
        switch (settings.stepSizeScale) {
          case ABSOLUTE -> 1;
          case SLOWEST_MODE -> 1 / hessianMin;
          case BEST_FIXED -> 2 / (hessianMin + hessianMax);
          case EQUAL_CONTRACTION -> 2 / ((conditionNumber + 1) * hessianMin);
        };
    return scale * settings.stepSize;
  }

  /**
   * max|1 - αμ| over the spectrum, reached at one of its ends. NaN for an optimum on the boundary.
   */
  double contraction() {
    if (silent) {
      return Double.NaN;
    }
    double alpha = stepSize();
    return Math.max(Math.abs(1 - alpha * hessianMin), Math.abs(1 - alpha * hessianMax));
  }

  /** 2/μ_max: a larger step of the linearised recursion does not converge. */
  double stepSizeLimit() {
    return 2 / hessianMax;
  }

  /**
   * The excess loss that the linearised recursion e⁺ = (I - αQ)e - αξ keeps in the long run, ½ Σ_i
   * μ_i α²s_i/(1 - (1 - αμ_i)²) = ½ Σ_i α s_i/(2 - αμ_i), where s_i is the noise's variance along
   * the eigenvector of μ_i: μ_i/B for mini-batches (their covariance is the Hessian over B), σ² for
   * additive noise. The natural gradient multiplies additive noise by the inverse metric M and
   * measures it by the metric; then s_i is σ² times an eigenvalue of M. NaN if a mode does not
   * settle, and for multiplicative noise, which vanishes at the optimum.
   */
  double noiseFloor() {
    double alpha = stepSize();
    boolean minibatch = settings.noiseModel == NoiseModel.MINIBATCH && settings.batchSize > 0;
    boolean additive = settings.noiseModel == NoiseModel.ADDITIVE;
    if (!(minibatch || additive) || !(contraction() < 1)) {
      return Double.NaN;
    }
    double sum = 0;
    for (double lambda : eigenvalues) {
      double mu = hessian(lambda);
      double variance = minibatch ? mu / settings.batchSize : additiveVariance(lambda);
      sum += 0.5 * alpha * variance / (2 - alpha * mu);
    }
    return sum;
  }

  private double additiveVariance(double lambda) {
    double variance = settings.noise * settings.noise;
    if (!settings.natural) {
      return variance;
    }
    return settings.theta ? variance / lambda : variance * lambda;
  }

  /** The eigenvalue of the Hessian that belongs to an eigenvalue of the Fisher matrix. */
  private double hessian(double lambda) {
    if (hessianMin == hessianMax) {
      return hessianMin;
    }
    return settings.theta ? lambda : 1 / lambda;
  }
}
