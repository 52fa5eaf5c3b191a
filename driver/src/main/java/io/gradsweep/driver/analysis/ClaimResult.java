package io.gradsweep.driver.analysis;

import io.gradsweep.sweeps.spec.Bound;

/**
 * The result of a claim checked against the rows of a study.
 *
 * @param value the measured value; null if there is none
 * @param low lower end of its interval; null if the query gives none
 * @param high upper end of its interval
 * @param bound the expected bound
 * @param detail the reason if the claim is inconclusive; else empty
 */
public record ClaimResult(
    String claim,
    String source,
    Verdict verdict,
    Double value,
    Double low,
    Double high,
    Bound bound,
    String detail) {

  /** Whether the result makes a command fail. */
  public boolean isHeldAgainst(boolean strict) {
    return verdict == Verdict.FAIL || strict && verdict != Verdict.PASS;
  }
}
