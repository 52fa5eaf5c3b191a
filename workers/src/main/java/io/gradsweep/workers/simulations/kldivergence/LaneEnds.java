package io.gradsweep.workers.simulations.kldivergence;

/**
 * The events that end a trial before its budget does.
 *
 * @param entropy the loss without the excess
 * @param mostLoss a greater loss is divergence
 * @param stopKl the trial ends at this excess loss; minus infinity for none
 */
record LaneEnds(double entropy, double mostLoss, double stopKl) {}
