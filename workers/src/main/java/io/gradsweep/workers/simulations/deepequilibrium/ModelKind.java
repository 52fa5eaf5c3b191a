package io.gradsweep.workers.simulations.deepequilibrium;

/** A model of the layer, as a parameter chooses it. */
enum ModelKind {
  DEQ_LINEAR,
  LINEAR,
  TRUNCATED_DEPTH,
  DNN_RELU;

  /** Whether W = B U⁻¹ is what moves: for γ = 0, W itself. */
  boolean implicit() {
    return this == DEQ_LINEAR || this == LINEAR;
  }
}
