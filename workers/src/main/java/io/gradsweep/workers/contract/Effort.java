package io.gradsweep.workers.contract;

import java.time.Duration;

/**
 * The effort of the checks.
 *
 * @param sets of parameters
 * @param pace time for measuring the pace of trials
 * @param patience with an answer that may sit in a buffer, and with a program that is to end
 */
record Effort(int sets, Duration pace, Duration patience) {
  static final Effort FULL = new Effort(200, Duration.ofMillis(500), Duration.ofSeconds(5));
}
