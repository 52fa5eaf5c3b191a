package io.gradsweep.workers.run;

/** No simulation has the name that was asked for; the message lists those that there are. */
public final class UnknownSimulation extends RuntimeException {

  private static final long serialVersionUID = 1;

  UnknownSimulation(String message) {
    super(message);
  }
}
