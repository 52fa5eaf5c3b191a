package io.gradsweep.results.outcome;

/**
 * Why a trial failed: the first words of its reason, which the column {@code reason} begins with.
 */
public enum FailureKind {
  /** The simulation refuses its inputs: the sweep file is to be changed. */
  PARAMETER("parameter: "),
  /** A computation could not give the answer that it is asked for. */
  NUMERICAL("numerical: "),
  /** Stack or memory ran out. */
  EXHAUSTED("exhausted: "),
  /** An error in the code of the simulation, or in what it calls. */
  UNEXPECTED("unexpected: "),
  /** What the simulation returned is no outcome. */
  RETURNED("simulation returned "),
  /** The JVM crashed. */
  CRASHED("crashed: "),
  /** The JVM ended, or was ended by the simulation. */
  EXITED("exited: "),
  /** A signal ended the JVM. */
  KILLED("killed: "),
  /** Its processes ended, and nobody saw why. */
  LOST("lost: ");

  private final String beginning;

  FailureKind(String beginning) {
    this.beginning = beginning;
  }

  /** The reason of such a failure. */
  public String reason(String what) {
    return beginning + what;
  }

  /** Whether a reason is of this kind. */
  public boolean isOf(String reason) {
    return reason.startsWith(beginning);
  }
}
