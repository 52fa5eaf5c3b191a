package io.gradsweep.sweeps.spec;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A rule by which each cell of a grid gets replicates until its results are precise enough.
 *
 * @param until the precision at which a cell is closed
 * @param by parameters whose values make the cells; none if each grid point is a cell
 * @param min replicates at the first look
 * @param max replicates at the last look, at which a cell stays open that is not precise enough
 * @param position of the rule; ignored when rules are compared
 */
public record ReplicateRule(
    PrecisionRule until, List<String> by, long min, long max, Looks looks, Position position) {

  /** Least number of replicates at the first look: fewer say too little about their spread. */
  public static final long LEAST = 5;

  public ReplicateRule {
    by = List.copyOf(by);
    if (min < LEAST || max < min) {
      throw new IllegalArgumentException(
          "Cannot make rule of %d to %d replicates (must be at least %d, and rising)"
              .formatted(min, max, LEAST));
    }
  }

  /** The rule as a person reads it. */
  public String words() {
    return "until %s%s, %d to %d"
        .formatted(until, by.isEmpty() ? "" : " by " + String.join(", ", by), min, max);
  }

  /** All of the rule in one spelling, which determines its decisions. */
  public String text() {
    String precision =
        until.terms().stream()
            .map(
                term ->
                    "%s %s %s"
                        .formatted(term.of(), term.isRelative() ? "relative" : "", term.limit()))
            .collect(Collectors.joining(" and "));
    return "%s; by %s; from %d to %d, %s"
        .formatted(precision, String.join(",", by), min, max, looks.text());
  }

  /** The numbers of replicates at which it looks, ascending. */
  public List<Long> allLooks() {
    return looks.between(min, max);
  }

  private List<Object> parts() {
    return List.of(until, by, min, max, looks);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ReplicateRule that && parts().equals(that.parts());
  }

  @Override
  public int hashCode() {
    return parts().hashCode();
  }
}
