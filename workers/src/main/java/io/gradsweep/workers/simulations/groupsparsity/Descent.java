package io.gradsweep.workers.simulations.groupsparsity;

/**
 * A descent on least squares. Its step is a product with Xᵀ, a move of the weights, and a product
 * with X, so that trials that share X can make their products at once.
 */
interface Descent extends Estimator {

  LeastSquares data();

  /** Moves the weights by the product of Xᵀ with the residual, which the data have room for. */
  void move();

  /** Takes the residual from the product of X with the weights, which the data have room for. */
  void arrive();

  @Override
  default void step() {
    data().multiplyRows(residual());
    move();
    data().multiplyColumns(weights());
    arrive();
  }
}
