package io.gradsweep.workers.api;

/**
 * Thrown if a simulation refuses its inputs: they do not fit together, or name something that does
 * not exist. The trial fails with this reason, which states what would be right for the author of
 * the sweep file. Made by {@link Refusals}; any other exception is an error of the simulation's own
 * code.
 */
public final class UnusableParameter extends IllegalArgumentException {

  private static final long serialVersionUID = 1;

  public UnusableParameter(String message) {
    super(message);
  }

  public UnusableParameter(String message, Throwable cause) {
    super(message, cause);
  }
}
