package io.gradsweep.driver.analysis;

import io.gradsweep.sweeps.spec.Bound;
import io.gradsweep.sweeps.spec.ClaimSpec;

/**
 * The result of a claim, or of a check of the code, compared with the rows of a study.
 *
 * @param value the measured value; null if there is none
 * @param low lower end of its interval; null if it has none
 * @param high upper end of its interval
 * @param n trials or pairs that were asked; null if the question does not tell
 * @param bound the expected bound
 * @param detail the reason if the claim is inconclusive, and what was left out; may be empty
 */
public record ClaimResult(
    ClaimSpec.Kind kind,
    String claim,
    String source,
    Verdict verdict,
    Double value,
    Double low,
    Double high,
    Long n,
    Bound bound,
    String detail) {

  public boolean isCheck() {
    return kind == ClaimSpec.Kind.CHECK;
  }

  /** Whether the result makes a command fail. */
  public boolean isHeldAgainst(boolean strict) {
    return verdict == Verdict.FAIL || strict && verdict != Verdict.PASS;
  }
}
