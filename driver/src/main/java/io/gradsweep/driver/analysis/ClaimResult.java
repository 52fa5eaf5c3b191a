package io.gradsweep.driver.analysis;

/**
 * A claim held against the rows of a study.
 *
 * @param value what was measured; null where there is none
 * @param low lower end of its interval; null where the query gives none
 * @param high upper end of its interval
 * @param bound what was expected, as the sweep file has it
 * @param detail why the claim is inconclusive; empty where nothing needs saying
 */
public record ClaimResult(
    String claim,
    String source,
    Verdict verdict,
    Double value,
    Double low,
    Double high,
    String bound,
    String detail) {

  /** Whether it makes a command fail. */
  public boolean isHeldAgainst(boolean strict) {
    return verdict == Verdict.FAIL || strict && verdict != Verdict.PASS;
  }
}
