package io.gradsweep.workers.simulations.selfpenalization;

import io.gradsweep.workers.numeric.Kernels;

/**
 * The profiles of the kernel: completely monotone h with h(0) = 1. The kernel is h of the weighted
 * distance.
 */
enum Profile {
  /** h(z) = e^-z, h' = -h. */
  EXP {
    @Override
    void apply(double[] z, double[] h) {
      for (int i = 0; i < h.length; i++) {
        h[i] = Kernels.exp(-z[i]);
      }
    }

    @Override
    double at(double z) {
      return Kernels.exp(-z);
    }

    @Override
    double slope(double h) {
      return h;
    }
  },

  /** h(z) = 1/(1 + z), h' = -h². */
  RATIONAL {
    @Override
    void apply(double[] z, double[] h) {
      for (int i = 0; i < h.length; i++) {
        h[i] = 1 / (1 + z[i]);
      }
    }

    @Override
    double at(double z) {
      return 1 / (1 + z);
    }

    @Override
    double slope(double h) {
      return h * h;
    }
  };

  /** h[i] = h(z[i]) for every entry of h. */
  abstract void apply(double[] z, double[] h);

  /** h(z), for z at least 0. */
  abstract double at(double z);

  /** -h'(z), from h = h(z). */
  abstract double slope(double h);
}
