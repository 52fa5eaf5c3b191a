package io.gradsweep.workers.simulations.groupsparsity;

import io.gradsweep.results.trial.Params;
import io.gradsweep.workers.api.Refusals;
import io.gradsweep.workers.simulations.groupsparsity.Inputs.Entries;
import io.gradsweep.workers.simulations.groupsparsity.Inputs.Selection;
import io.gradsweep.workers.simulations.groupsparsity.Inputs.Signal;
import io.gradsweep.workers.simulations.groupsparsity.Inputs.SwitchRule;
import io.gradsweep.workers.simulations.groupsparsity.Inputs.UUpdate;
import io.gradsweep.workers.simulations.groupsparsity.Inputs.VInit;
import java.util.List;

/** The inputs of one trial, read once and checked together. */
final class Settings {

  final Algorithm algorithm;
  final int samples;
  final int dimension;
  final int groupSize;
  final int activeGroups;
  final Signal signal;
  final double signalValue;
  final double noise;
  final boolean gaussian;
  final int depth;
  final double initScale;

  /** One if v is normalised anyway; zero if not, because then v aligns itself. */
  final double vInitScale;

  final boolean randomInit;
  final double stepSize;
  final double vStepSize;
  final boolean switchesByIteration;
  final double switchTolerance;
  final long switchIteration;
  final int lossScale;
  final boolean fresh;
  final boolean selectsLast;

  /** Times the grid of penalties. */
  final double penaltyScale;

  final long maxSteps;

  Settings(Params p) {
    algorithm = p.get(Inputs.ALGORITHM);
    samples = p.size(Inputs.NUM_SAMPLES);
    dimension = p.size(Inputs.DIMENSION);
    groupSize = p.size(Inputs.GROUP_SIZE);
    activeGroups = p.size(Inputs.N_ACTIVE_GROUPS);
    signal = p.get(Inputs.SIGNAL);
    signalValue = p.get(Inputs.SIGNAL_VALUE);
    noise = p.get(Inputs.NOISE);
    gaussian = p.get(Inputs.DESIGN) == Entries.GAUSSIAN;
    depth = p.size(Inputs.DEPTH);
    initScale = p.get(Inputs.INIT_SCALE);
    vInitScale = p.getOr(Inputs.V_INIT_SCALE, algorithm.normalises() ? 1 : 0);
    randomInit = p.get(Inputs.V_INIT) == VInit.RANDOM;
    stepSize = p.get(Inputs.STEP_SIZE);
    vStepSize = p.getOr(Inputs.V_STEP_SIZE, stepSize);
    switchesByIteration = p.get(Inputs.SWITCH_RULE) == SwitchRule.ITERATION;
    switchTolerance = p.get(Inputs.SWITCH_TOL);
    switchIteration = p.get(Inputs.SWITCH_ITERATION);
    lossScale = p.size(Inputs.LOSS_SCALE);
    fresh = p.get(Inputs.U_UPDATE) == UUpdate.FRESH;
    selectsLast = p.get(Inputs.SELECTION) == Selection.LAST;
    penaltyScale = p.get(Inputs.PENALTY_SCALE);
    maxSteps = p.get(Inputs.MAX_STEPS);
    check(Refusals.of(p));
  }

  private void check(Refusals refusals) {
    long support = (long) groupSize * activeGroups;
    refusals
        .when(
            dimension % groupSize != 0,
            Inputs.GROUP_SIZE,
            "must divide %s, %d",
            Inputs.DIMENSION,
            dimension)
        .when(
            support > dimension || support > samples,
            List.of(Inputs.N_ACTIVE_GROUPS, Inputs.GROUP_SIZE),
            "must have at most as many weights as %s, %d, and %s, %d",
            Inputs.DIMENSION,
            dimension,
            Inputs.NUM_SAMPLES,
            samples)
        .when(
            (long) samples * dimension > Design.MOST_ENTRIES,
            List.of(Inputs.NUM_SAMPLES, Inputs.DIMENSION),
            "must be at most %d entries",
            Design.MOST_ENTRIES)
        .when(
            vInitScale == 0 && algorithm.normalises(),
            List.of(Inputs.V_INIT_SCALE, Inputs.ALGORITHM),
            "must not be 0, which has no direction");
  }

  int groups() {
    return dimension / groupSize;
  }

  /** Number of weights that are not zero: the first ones. */
  int support() {
    return activeGroups * groupSize;
  }

  /** The i-th weight of the truth. */
  double truth(int i) {
    if (i >= support()) {
      return 0;
    }
    return switch (signal) {
      case CONSTANT -> signalValue;
      case RAMP -> signalValue + i;
      case ALTERNATING -> i % 4 == 0 || i % 4 == 3 ? signalValue : -signalValue;
    };
  }
}
