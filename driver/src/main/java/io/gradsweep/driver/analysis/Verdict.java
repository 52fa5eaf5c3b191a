package io.gradsweep.driver.analysis;

/** What a claim came to. */
public enum Verdict {
  PASS,
  FAIL,
  /** Too few trials, or the interval lies across the bound. */
  INCONCLUSIVE
}
