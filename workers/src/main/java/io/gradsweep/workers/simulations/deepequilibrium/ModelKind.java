package io.gradsweep.workers.simulations.deepequilibrium;

/** The models of the layer that a parameter can choose. */
enum ModelKind {
  DEQ_LINEAR,
  LINEAR,
  TRUNCATED_DEPTH,
  DNN_RELU;

  /** Whether the trained quantity is W = B U⁻¹; for γ = 0, W itself. */
  boolean implicit() {
    return this == DEQ_LINEAR || this == LINEAR;
  }
}
