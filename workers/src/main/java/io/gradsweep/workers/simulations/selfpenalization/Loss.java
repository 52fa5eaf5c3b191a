package io.gradsweep.workers.simulations.selfpenalization;

/** The losses of a response y and a fit f. */
enum Loss {
  /** (y - f)²/2. */
  SQUARED,
  /** ln(1 + e^(-yf)), y = ±1. */
  LOGISTIC;

  /** The logistic loss. */
  static double logistic(double y, double f) {
    double margin = y * f;
    return Math.max(0, -margin) + StrictMath.log1p(StrictMath.exp(-Math.abs(margin)));
  }

  /** Its derivative in f: -y/(1 + e^(yf)). */
  static double logisticSlope(double y, double f) {
    double small = StrictMath.exp(-Math.abs(f));
    double share = y * f > 0 ? small / (1 + small) : 1 / (1 + small);
    return -y * share;
  }
}
