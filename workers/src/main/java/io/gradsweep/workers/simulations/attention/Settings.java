package io.gradsweep.workers.simulations.attention;

import io.gradsweep.results.trial.Params;
import io.gradsweep.workers.api.Refusals;
import io.gradsweep.workers.simulations.attention.Inputs.TransitionMode;
import io.gradsweep.workers.simulations.attention.Inputs.UpdateRule;
import io.gradsweep.workers.simulations.attention.Inputs.ValueParameterisation;
import java.util.List;

/** The inputs of one trial, read once and checked together. */
final class Settings {

  /** The released script uses 0.1 for the values and 0.01 for the rest. */
  private static final double EM_RATIO = 10;

  private static final int LEAST_LENGTH = 8;

  final int numSymbols;
  final double selfProbability;
  final boolean exactSelf;
  final int sequenceLength;

  /** 0 for no held-out sequence. */
  final int testLength;

  final int inputDimension;
  final int keyDimension;
  final int valueDimension;
  final double noise;
  final double initScale;
  final boolean freeValues;
  final UpdateRule updateRule;
  final double queryStepSize;
  final double keyStepSize;
  final double valueStepSize;
  final double outputStepSize;
  final long eSteps;
  final long mSteps;
  final long maxSteps;
  final long recordEvery;
  final int settlingPoints;
  final boolean measureLaws;
  final double tolerance;

  Settings(Params p) {
    numSymbols = p.size(Inputs.NUM_SYMBOLS);
    selfProbability = p.get(Inputs.SELF_PROBABILITY);
    exactSelf = p.get(Inputs.TRANSITION_MODE) == TransitionMode.EXACT_SELF;
    sequenceLength = p.size(Inputs.SEQUENCE_LENGTH);
    testLength = Math.toIntExact(testLength(p));
    inputDimension = p.size(Inputs.INPUT_DIMENSION);
    keyDimension = p.size(Inputs.KEY_DIMENSION);
    valueDimension = p.size(Inputs.VALUE_DIMENSION);
    noise = p.get(Inputs.NOISE);
    initScale = p.get(Inputs.INIT_SCALE);
    freeValues = isFree(p);
    updateRule = p.get(Inputs.UPDATE_RULE);
    double stepSize = p.get(Inputs.STEP_SIZE);
    double ratio = updateRule == UpdateRule.SGD ? 1 : EM_RATIO;
    queryStepSize = p.getOr(Inputs.QUERY_STEP_SIZE, stepSize);
    keyStepSize = p.getOr(Inputs.KEY_STEP_SIZE, stepSize);
    valueStepSize = p.getOr(Inputs.VALUE_STEP_SIZE, ratio * stepSize);
    outputStepSize = p.getOr(Inputs.OUTPUT_STEP_SIZE, stepSize);
    eSteps = p.get(Inputs.E_STEPS);
    mSteps = p.get(Inputs.M_STEPS);
    maxSteps = p.get(Inputs.MAX_STEPS);
    recordEvery = p.get(Inputs.RECORD_EVERY);
    settlingPoints = p.size(Inputs.SETTLING_POINTS);
    measureLaws = p.get(Inputs.MEASURE_LAWS);
    tolerance = p.get(Inputs.TOLERANCE);
    Refusals.of(p)
        .when(
            freeValues && updateRule == UpdateRule.EM_MM,
            List.of(Inputs.UPDATE_RULE, Inputs.VALUE_PARAMETERISATION),
            "must be projected")
        .when(
            testLength > 0 && testLength < LEAST_LENGTH,
            Inputs.TEST_LENGTH,
            "must be 0, or at least %d",
            LEAST_LENGTH)
        .when(
            freeValues && testLength > 0,
            List.of(Inputs.TEST_LENGTH, Inputs.VALUE_PARAMETERISATION),
            "must be 0");
  }

  private static boolean isFree(Params p) {
    return p.get(Inputs.VALUE_PARAMETERISATION) == ValueParameterisation.FREE;
  }

  /** 0 for no held-out sequence: free values exist at the training positions alone. */
  static long testLength(Params p) {
    return p.getOr(Inputs.TEST_LENGTH, isFree(p) ? 0 : p.get(Inputs.SEQUENCE_LENGTH));
  }
}
