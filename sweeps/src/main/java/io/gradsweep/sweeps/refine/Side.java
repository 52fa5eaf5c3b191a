package io.gradsweep.sweeps.refine;

/** The answer of one trial to the question that a boundary asks. */
public enum Side {
  HOLDS,
  FAILS,
  /** The environment ended the trial, so that it says nothing. */
  UNDECIDED
}
