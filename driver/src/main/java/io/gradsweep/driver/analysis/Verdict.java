package io.gradsweep.driver.analysis;

/** Verdict on a claim. */
public enum Verdict {
  PASS,
  FAIL,
  /** Too few trials, or the interval lies across the bound. */
  INCONCLUSIVE
}
