package io.gradsweep.driver.analysis;

import io.gradsweep.driver.query.Estimate;
import io.gradsweep.results.trial.Counted;
import io.gradsweep.sweeps.spec.Estimand;
import io.gradsweep.sweeps.spec.Statistic;

/**
 * A statistic of a cell, as estimated from its trials.
 *
 * @param n trials of the cell, whatever their end
 * @param values trials that have a value; for a share all that the environment did not end
 * @param replicates those with a trial in the cell
 */
public record Estimated(Estimate estimate, long n, long values, long replicates) {

  /**
   * Why there is no value, though trials have values: a geometric mean needs numbers above 0, and
   * sums may be out of range. Empty if there is a value, or no trial has one.
   */
  String lack(Estimand of) {
    if (estimate.value() != null || values == 0) {
      return "";
    }
    return of.statistic().filter(one -> one.kind() == Statistic.Form.GEOMEAN).isPresent()
        ? "not all values are above 0"
        : "their sum is out of the range of numbers";
  }

  /** Trials without a value, in words; empty if every trial has one. */
  String leftOut() {
    return values == n
        ? ""
        : "%,d of %s without a value".formatted(n - values, Counted.grouped(n, "trial"));
  }
}
