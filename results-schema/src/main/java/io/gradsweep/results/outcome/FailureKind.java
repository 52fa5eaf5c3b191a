package io.gradsweep.results.outcome;

/**
 * The kinds of failure of a trial. The prefix of a kind begins its reason, in the column {@code
 * reason}.
 */
public enum FailureKind {
  /** The simulation refuses its inputs; the sweep file needs a change. */
  PARAMETER("parameter: "),
  /** A computation could not give its answer. */
  NUMERICAL("numerical: "),
  /** Stack or memory ran out. */
  EXHAUSTED("exhausted: "),
  /** An error in the code of the simulation, or in what it calls. */
  UNEXPECTED("unexpected: "),
  /** The simulation returned something that is not an outcome. */
  RETURNED("simulation returned "),
  /** The JVM crashed. */
  CRASHED("crashed: "),
  /** The JVM ended, or was ended by the simulation. */
  EXITED("exited: "),
  /** A signal ended the JVM. */
  KILLED("killed: "),
  /** Its processes ended, for an unknown reason. */
  LOST("lost: ");

  private final String beginning;

  FailureKind(String beginning) {
    this.beginning = beginning;
  }

  /** Returns the reason of a failure of this kind. */
  public String reason(String what) {
    return beginning + what;
  }

  /** Whether a reason is of this kind. */
  public boolean isOf(String reason) {
    return reason.startsWith(beginning);
  }
}
