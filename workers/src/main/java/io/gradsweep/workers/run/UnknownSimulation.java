package io.gradsweep.workers.run;

/** Thrown if no simulation has the requested name; the message lists those that exist. */
public final class UnknownSimulation extends RuntimeException {

  private static final long serialVersionUID = 1;

  UnknownSimulation(String message) {
    super(message);
  }
}
