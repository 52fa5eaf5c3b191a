package io.gradsweep.workers.simulations.kldivergence;

/**
 * The levels of a trial's loss: two that end it before its budget does, and those of its criterion,
 * each minus infinity if it has no such level.
 *
 * @param entropy the loss without the excess
 * @param mostLoss a greater loss is divergence
 * @param stopKl the trial ends at this excess loss
 * @param excessBelow an excess loss below this meets the criterion
 * @param lossBelow a loss below this meets it
 */
record LaneEnds(
    double entropy, double mostLoss, double stopKl, double excessBelow, double lossBelow) {}
