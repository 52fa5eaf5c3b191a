package io.gradsweep.workers.api;

/**
 * A computation could not give the answer that it is asked for: a factorisation failed, a library's
 * answer did not pass its certificate. The trial fails with this reason.
 */
public final class NumericalBreakdown extends RuntimeException {

  private static final long serialVersionUID = 1;

  public NumericalBreakdown(String message) {
    super(message);
  }
}
