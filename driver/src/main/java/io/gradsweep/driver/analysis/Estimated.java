package io.gradsweep.driver.analysis;

import io.gradsweep.driver.query.Estimate;
import io.gradsweep.results.trial.Counted;

/**
 * A statistic of a cell, as estimated from its trials.
 *
 * @param n trials of the cell, whatever their end
 * @param values trials that have a value; for a share all that the environment did not end
 * @param replicates those with a trial in the cell
 */
public record Estimated(Estimate estimate, long n, long values, long replicates) {

  /** Trials without a value, in words; empty if every trial has one. */
  String leftOut() {
    return values == n
        ? ""
        : "%,d of %s without a value".formatted(n - values, Counted.grouped(n, "trial"));
  }
}
