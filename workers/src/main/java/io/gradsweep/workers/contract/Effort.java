package io.gradsweep.workers.contract;

import java.time.Duration;

/**
 * How much is tried.
 *
 * @param sets of parameters
 * @param pace for how long the time of a trial is measured
 * @param patience with an answer that may sit in a buffer, and with a program that is to end
 */
record Effort(int sets, Duration pace, Duration patience) {
  static final Effort FULL = new Effort(200, Duration.ofMillis(500), Duration.ofSeconds(5));
}
