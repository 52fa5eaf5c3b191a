package io.gradsweep.workers.simulations.deepequilibrium;

import io.gradsweep.workers.numeric.DenseMatrix;
import java.util.Optional;

/**
 * The loss L₀(W) = c Σ_i ℓ(W phi_i, y_i) of a linear model, and its optimum. An implicit layer
 * minimises it through W = B U⁻¹. Evaluations allocate nothing.
 */
interface Objective {

  /**
   * @param w W, m_y x m
   * @param g receives ∇L₀(W), m_y x m
   * @return L₀(W) - L*
   */
  double excess(DenseMatrix w, DenseMatrix g);

  /** L*; 0 if it is not attained. */
  double optimalLoss();

  /** The optimum; the one of least norm if there are several, empty if there is none. */
  Optional<DenseMatrix> optimum();

  /** The κ for which ‖∇L₀‖² ≥ 2κ(L₀ - L*) for every W; NaN if there is none. */
  double kappa();

  /**
   * A κ for which the same holds for every W whose excess is at most this one, known without a run;
   * NaN if no optimum is attained.
   */
  double kappaWithin(double excess);

  /** An upper bound of the Hessian of L₀ for each output: m rows. */
  double[][] curvature();

  /** ∇²L₀(W) with the columns of W stacked: m m_y rows. */
  double[][] hessian(DenseMatrix w);

  /**
   * Number of directions of W along which the loss is constant: the Hessian has that many zero
   * eigenvalues.
   */
  int flatDirections();

  /** An excess below this is rounding. */
  double resolution();

  static Objective of(Settings s, Data data) {
    return s.classification()
        ? new ClassificationObjective(s, data)
        : new SquaredObjective(s, data);
  }
}
