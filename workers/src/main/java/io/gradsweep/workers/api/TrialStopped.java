package io.gradsweep.workers.api;

import static java.util.Objects.requireNonNull;

import io.gradsweep.results.outcome.Status;

/** Thrown by a recorder to end a trial; the runner turns it into a row. Simulations pass it on. */
public final class TrialStopped extends RuntimeException {

  private static final long serialVersionUID = 1;

  private final Status status;

  public TrialStopped(Status status, String reason) {
    super(reason, null, false, false); // control flow: no stack trace is worth its cost
    this.status = requireNonNull(status, "status is null");
  }

  public Status status() {
    return status;
  }
}
