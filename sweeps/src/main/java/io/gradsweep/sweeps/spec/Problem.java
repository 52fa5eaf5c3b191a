package io.gradsweep.sweeps.spec;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** One fault of a sweep: what is wrong, with its value, and what would be right. */
public record Problem(Position position, String message) {

  /** Those of {@code more} that are not of a value of a file that {@code known} tells already. */
  public static List<Problem> elsewhere(List<Problem> known, List<Problem> more) {
    Set<Position> places = known.stream().map(Problem::position).collect(Collectors.toSet());
    return more.stream()
        .filter(problem -> problem.position().line() == 0 || !places.contains(problem.position()))
        .toList();
  }

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
