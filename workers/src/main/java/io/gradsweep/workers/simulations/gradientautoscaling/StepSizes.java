package io.gradsweep.workers.simulations.gradientautoscaling;

/**
 * The step sizes η_t along a run.
 *
 * @param total steps of the whole run
 * @param warmupSteps η_t = base·(t + 1)/warmupSteps before these
 */
record StepSizes(
    Schedule schedule,
    double base,
    long total,
    long warmupSteps,
    long stepsPerFall,
    double fallFactor) {

  enum Schedule {
    CONSTANT,
    COSINE,
    STEP
  }

  double at(long step) {
    if (step < warmupSteps) {
      return base * (step + 1) / warmupSteps;
    }
    return switch (schedule) {
      case CONSTANT -> base;
      case COSINE -> base * 0.5 * (1 + StrictMath.cos(Math.PI * step / total));
      case STEP -> base * StrictMath.pow(fallFactor, step / stepsPerFall);
    };
  }
}
