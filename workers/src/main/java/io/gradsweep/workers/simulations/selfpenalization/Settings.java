package io.gradsweep.workers.simulations.selfpenalization;

import io.gradsweep.results.trial.Params;
import io.gradsweep.workers.api.Refusals;
import io.gradsweep.workers.simulations.selfpenalization.Inputs.Init;
import io.gradsweep.workers.simulations.selfpenalization.Inputs.Parametrization;
import io.gradsweep.workers.simulations.selfpenalization.Inputs.StepRule;
import io.gradsweep.workers.simulations.selfpenalization.Inputs.Wrapper;
import java.util.List;

/** The inputs of one trial, read once and checked together. */
final class Settings {

  final int numSamples;
  final int dimension;
  final Signal signal;
  final double noise;

  /** The power of distances. */
  final double power;

  final Profile profile;
  final Loss loss;
  final double ridge;

  /** Whether descent is in w with β = w². */
  final boolean square;

  final boolean fromZero;
  final double initScale;
  final boolean armijo;
  final double stepSize;
  final double stepCap;

  /** Infinite if there is no upper bound. */
  final double betaMax;

  final long maxSteps;
  final double tolerance;

  /** Whether features are selected round by round. */
  final boolean wrapped;

  final double tau;

  Settings(Params p) {
    numSamples = p.size(Inputs.NUM_SAMPLES);
    dimension = p.size(Inputs.DIMENSION);
    signal = p.get(Inputs.SIGNAL);
    noise = p.get(Inputs.NOISE);
    power = p.getOr(Inputs.POWER, p.size(Inputs.Q));
    profile = p.get(Inputs.KERNEL_PROFILE);
    loss = p.get(Inputs.LOSS);
    ridge = p.get(Inputs.RIDGE);
    square = p.get(Inputs.PARAMETRIZATION) == Parametrization.W_SQUARE;
    fromZero = p.get(Inputs.INIT) == Init.ZERO;
    initScale = p.get(Inputs.INIT_SCALE);
    armijo = p.get(Inputs.STEP_RULE) == StepRule.ARMIJO;
    stepSize = p.get(Inputs.STEP_SIZE);
    stepCap = p.get(Inputs.STEP_CAP);
    betaMax = p.getOr(Inputs.BETA_MAX, Double.POSITIVE_INFINITY);
    maxSteps = p.get(Inputs.MAX_STEPS);
    tolerance = p.get(Inputs.TOLERANCE);
    wrapped = p.get(Inputs.WRAPPER) == Wrapper.HIERARCHICAL;
    tau = p.get(Inputs.TAU);
    Refusals.of(p)
        .when(
            square && fromZero,
            List.of(Inputs.INIT, Inputs.PARAMETRIZATION),
            "must be uniform: w = 0 is stationary")
        .when(
            square && p.isSet(Inputs.BETA_MAX),
            List.of(Inputs.BETA_MAX, Inputs.PARAMETRIZATION),
            "must be null")
        .when(wrapped && !fromZero, List.of(Inputs.WRAPPER, Inputs.INIT), "must be zero")
        .when(
            armijo && stepSize > stepCap,
            List.of(Inputs.STEP_SIZE, Inputs.STEP_RULE),
            "must be at most %s",
            Inputs.STEP_CAP);
  }
}
