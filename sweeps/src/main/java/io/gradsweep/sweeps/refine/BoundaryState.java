package io.gradsweep.sweeps.refine;

import java.util.Locale;

/** State of the search for an edge in one replicate. */
public enum BoundaryState {
  /** The bracket is narrow, and no probe beside it differs. */
  FOUND,
  /** The bracket is narrow, and a probe beside it differs. */
  RAGGED,
  /** The condition holds everywhere. */
  ALWAYS,
  /** The condition holds nowhere. */
  NEVER,
  /** A trial on which the answer depends was ended by the environment. */
  UNDECIDED,
  /** Trials on which the answer depends have no row yet. */
  OPEN;

  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
