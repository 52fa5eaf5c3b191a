package io.gradsweep.workers.simulations.kldivergence;

/**
 * Record that a trial keeps of the steps that it has made, besides its rates.
 *
 * @param least the least probability
 * @param firstHit the first step that met the criterion, or {@link #NEVER}
 * @param settledAt the step from which on all have met it, or {@link #NEVER}
 */
record Seen(double least, long firstHit, long settledAt) {

  static final long NEVER = -1;
}
