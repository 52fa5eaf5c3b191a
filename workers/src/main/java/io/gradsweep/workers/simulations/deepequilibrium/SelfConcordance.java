package io.gradsweep.workers.simulations.deepequilibrium;

/**
 * The constant κ of ‖∇f‖² ≥ 2κ(f - f*) on a sublevel set of a convex f with |D³f[v,v,u]| ≤ R‖u‖
 * D²f[v,v], as losses of logistic models have it (Bach 2010, whose proposition 1 gives both lines).
 * With λ the least eigenvalue of the Hessian at the optimum, r the distance to it and ρ = Rr:
 *
 * <ul>
 *   <li>f - f* ≥ λ(e^-ρ + ρ - 1)/R², so that an excess bounds ρ;
 *   <li>‖∇f‖ ≥ λ(1 - e^-ρ)/R, and f - f* ≤ r‖∇f‖, so that κ ≥ λ(1 - e^-ρ)/(2ρ); and κ ≥ λe^-ρ,
 *       since the Hessian falls by that factor at most.
 * </ul>
 *
 * <p>Both fall with ρ: what holds at the largest ρ of the set holds in all of it.
 */
final class SelfConcordance {

  private static final int BISECTIONS = 200;

  private SelfConcordance() {}

  /**
   * @param lambda least eigenvalue of the Hessian at the optimum, without directions along which f
   *     is constant
   * @param r R
   * @param excess largest f - f* of the set
   */
  static double kappa(double lambda, double r, double excess) {
    double rho = largestRho(r * r * excess / lambda);
    double local = StrictMath.exp(-rho);
    double global = rho > 0 ? -StrictMath.expm1(-rho) / (2 * rho) : 0.5;
    return lambda * Math.max(local, global);
  }

  /** The ρ of e^-ρ + ρ - 1 = y, rounded up. */
  private static double largestRho(double y) {
    double low = 0;
    double high = y + 1;
    for (int k = 0; k < BISECTIONS; k++) {
      double middle = 0.5 * (low + high);
      if (!(middle > low && middle < high)) {
        break;
      }
      if (StrictMath.expm1(-middle) + middle < y) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return high;
  }
}
