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
    this(message, new String[] {message});
  }

  public RequestException(String what, List<String> problems) {
    this(listed(what, problems));
  }

  private RequestException(String message, String[] problems) {
    super(message);
    this.problems = problems;
  }

  /**
   * Makes one of several problems, each of which is a message of its own.
   *
   * @param what fails because of them
   * @param problems at least one
   */
  public static RequestException ofSeveral(String what, List<String> problems) {
    return problems.size() == 1
        ? new RequestException(problems.get(0))
        : new RequestException(listed(what, problems), problems.toArray(String[]::new));
  }

  private static String listed(String what, List<String> problems) {
    return what + String.join("", problems.stream().map("\n  "::concat).toList());
  }

  /** Messages of the problems: those that each make sense alone, or else one of all. */
  public List<String> problems() {
    return List.of(problems);
  }
}
