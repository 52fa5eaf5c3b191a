package io.gradsweep.workers.api;

/**
 * Thrown if a computation could not give its answer: a factorisation failed, or a library's answer
 * did not pass its certificate. The trial fails with this reason.
 */
public final class NumericalBreakdown extends RuntimeException {

  private static final long serialVersionUID = 1;

  public NumericalBreakdown(String message) {
    super(message);
  }
}
