package io.gradsweep.workers.simulations.deepequilibrium;

/** The losses of outputs and labels that a parameter can choose. */
enum Loss {
  SQUARED,
  LOGISTIC,
  CROSS_ENTROPY
}
