package io.gradsweep.workers.simulations.selfpenalization;

/** The dependence of the response: on the first two features, or on nothing. */
enum Signal {
  LINEAR {
    @Override
    double of(double x0, double x1) {
      return x0 + x1;
    }
  },
  QUADRATIC {
    @Override
    double of(double x0, double x1) {
      return ((x0 * x0 - 1) + (x1 * x1 - 1)) / Math.sqrt(2);
    }
  },
  HIERARCHICAL {
    @Override
    double of(double x0, double x1) {
      return x0 + x0 * x1;
    }
  },
  XOR {
    @Override
    double of(double x0, double x1) {
      return x0 * x1;
    }
  },
  NULL {
    @Override
    double of(double x0, double x1) {
      return 0;
    }
  };

  abstract double of(double x0, double x1);

  /** Number of features that matter, counted from the first. */
  int features() {
    return this == NULL ? 0 : 2;
  }
}
