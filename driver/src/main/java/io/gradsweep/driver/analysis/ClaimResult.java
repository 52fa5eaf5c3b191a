package io.gradsweep.driver.analysis;

import io.gradsweep.sweeps.spec.Bound;
import io.gradsweep.sweeps.spec.ClaimSpec;

/**
 * The result of a claim, or of a check of the code, compared with the rows of a study.
 *
 * @param measured the answer to its question
 * @param detail the reason if the claim is inconclusive, and what was left out; may be empty
 */
public record ClaimResult(ClaimSpec spec, Verdict verdict, ClaimAnswer measured, String detail) {

  /** The claim in words. */
  public String claim() {
    return spec.claim();
  }

  /** Origin of the claim, in words; may be empty. */
  public String source() {
    return spec.source().words();
  }

  public ClaimSpec.Kind kind() {
    return spec.kind();
  }

  /** The expected bound. */
  public Bound bound() {
    return spec.bound();
  }

  /** The measured value; null if there is none. */
  public Double value() {
    return measured.value();
  }

  public boolean isCheck() {
    return kind() == ClaimSpec.Kind.CHECK;
  }

  /** Whether the result makes a command fail. */
  public boolean isHeldAgainst(boolean strict) {
    return verdict == Verdict.FAIL || strict && verdict != Verdict.PASS;
  }
}
