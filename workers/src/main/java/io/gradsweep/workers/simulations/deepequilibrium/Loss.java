package io.gradsweep.workers.simulations.deepequilibrium;

/** A loss of outputs and labels, as a parameter chooses it. */
enum Loss {
  SQUARED,
  LOGISTIC,
  CROSS_ENTROPY
}
