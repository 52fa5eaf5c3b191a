package io.gradsweep.workers.program;

import java.util.List;

/** Thrown if a program cannot be used as a simulation; the message and its problems say why. */
public final class UnusableProgram extends RuntimeException {

  private static final long serialVersionUID = 1;

  private final transient List<String> problems;

  UnusableProgram(String message) {
    this(message, List.of());
  }

  UnusableProgram(String message, List<String> problems) {
    super(message);
    this.problems = List.copyOf(problems);
  }

  /** The problems of its declaration, one sentence each; empty if the message says all. */
  public List<String> problems() {
    return problems;
  }
}
