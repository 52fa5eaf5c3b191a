package io.gradsweep.sweeps.spec;

import io.gradsweep.results.trial.Counted;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** Thrown with all problems of a sweep at once. */
public final class SweepProblems extends RuntimeException {

  private static final long serialVersionUID = 1;

  private static final int MOST_SHOWN = 50;

  private final transient List<Problem> problems;

  public SweepProblems(String file, List<Problem> problems) {
    super(message(file, problems));
    this.problems = List.copyOf(problems);
  }

  private static String message(String file, List<Problem> problems) {
    String lines =
        problems.stream()
            .distinct()
            .sorted(Comparator.comparing(Problem::position))
            .limit(MOST_SHOWN)
            .map(problem -> "\n  " + problem.line(file))
            .collect(Collectors.joining());
    long count = problems.stream().distinct().count();
    String more = count > MOST_SHOWN ? "\n  and %d more".formatted(count - MOST_SHOWN) : "";
    return "Cannot use %s: %s%s%s".formatted(file, Counted.of(count, "problem"), lines, more);
  }

  public List<Problem> problems() {
    return problems;
  }
}
