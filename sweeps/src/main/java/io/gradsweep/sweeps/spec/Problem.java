package io.gradsweep.sweeps.spec;

/** One fault of a sweep: what is wrong, with its value, and what would be right. */
public record Problem(Position position, String message) {

  /** The problem as a line of a list about {@code file}. */
  public String line(String file) {
    String place =
        position.line() > 0
            ? "line %d, column %d: ".formatted(position.line(), position.column())
            : "";
    String other =
        position.file().isEmpty() || position.file().equals(file) ? "" : position.file() + ", ";
    return other + place + message;
  }
}
