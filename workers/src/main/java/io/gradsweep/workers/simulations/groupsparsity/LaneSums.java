package io.gradsweep.workers.simulations.groupsparsity;

/** Several sums of the same vectors at once, each with the bits of {@link WeightedSums}. */
interface LaneSums {

  /**
   * out_l ← Σ_k weights_l,k vectors_k, for l below {@code count}.
   *
   * @param out from {@link WeightedSums#room}
   */
  void sum(double[][] vectors, double[][] weights, double[][] out, int count);
}
