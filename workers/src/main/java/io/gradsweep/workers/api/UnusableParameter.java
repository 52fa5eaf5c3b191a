package io.gradsweep.workers.api;

/**
 * A simulation refuses its inputs: they do not fit together, or name something that is not there.
 * The trial fails with this reason, which tells the author of the sweep file what would be right.
 * Made by {@link Refusals}; any other exception is an error of the simulation's own code.
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
