package io.gradsweep.driver;

import java.util.List;

/**
 * Thrown if the request is wrong: one clear message per problem, exit status 2, never a stack
 * trace.
 */
public final class RequestException extends RuntimeException {

  private static final long serialVersionUID = 1;

  private final String[] problems;

  public RequestException(String message) {
    super(message);
    problems = new String[] {message};
  }

  public RequestException(String what, List<String> problems) {
    super(what + String.join("", problems.stream().map("\n  "::concat).toList()));
    this.problems = problems.toArray(String[]::new);
  }

  /** The problems, one message each. */
  public List<String> problems() {
    return List.of(problems);
  }
}
