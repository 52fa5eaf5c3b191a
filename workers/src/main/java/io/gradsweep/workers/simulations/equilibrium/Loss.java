package io.gradsweep.workers.simulations.equilibrium;

/** A loss of outputs and labels, as a parameter chooses it. */
enum Loss {
  SQUARED,
  LOGISTIC,
  CROSS_ENTROPY
}
