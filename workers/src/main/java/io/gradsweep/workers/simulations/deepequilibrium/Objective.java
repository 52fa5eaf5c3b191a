package io.gradsweep.workers.simulations.deepequilibrium;

import io.gradsweep.workers.numeric.DenseMatrix;
import java.util.Optional;

/**
 * L₀(W) = c Σ_i ℓ(W phi_i, y_i), the loss of a linear model, and its optimum: what an implicit
 * layer minimises through W = B U⁻¹. Evaluations allocate nothing.
 */
interface Objective {

  /**
   * @param w W, m_y x m
   * @param g where ∇L₀(W) goes, m_y x m
   * @return L₀(W) - L*
   */
  double excess(DenseMatrix w, DenseMatrix g);

  /** L*; 0 where it is not attained. */
  double optimalLoss();

  /** The optimum; of least norm where there are several; empty where there is none. */
  Optional<DenseMatrix> optimum();

  /** κ of ‖∇L₀‖² ≥ 2κ(L₀ - L*) for every W; NaN where no κ is. */
  double kappa();

  /** The Hessian of L₀ is at most this matrix for each output: m rows. */
  double[][] curvature();

  /** ∇²L₀(W) in the columns of W one below the other: m m_y rows. */
  double[][] hessian(DenseMatrix w);

  /** Dimensions of W along which no loss changes: the Hessian has that many zeros. */
  int flatDirections();

  /** An excess below this is rounding. */
  double resolution();

  static Objective of(Settings s, Data data) {
    return s.classification()
        ? new ClassificationObjective(s, data)
        : new SquaredObjective(s, data);
  }
}
