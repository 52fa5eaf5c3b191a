package io.gradsweep.sweeps.spec;

import java.util.List;
import java.util.Optional;

/**
 * A rule by which each cell of a grid gets replicates until its results say enough.
 *
 * @param until the precision at which a cell is closed, or the claims that need it
 * @param by parameters whose values make the cells; none if each grid point is a cell
 * @param min replicates at the first look
 * @param max replicates at the last look, at which a cell stays open that does not say enough
 * @param position of the rule; ignored when rules are compared
 */
public record ReplicateRule(
    StoppingRule until, List<String> by, long min, long max, Looks looks, Position position) {

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
    return "%s; by %s; from %d to %d, %s"
        .formatted(until.spelling(), String.join(",", by), min, max, looks.text());
  }

  /** The numbers of replicates at which it looks, ascending. */
  public List<Long> allLooks() {
    return looks.between(min, max);
  }

  /** The look that follows one. */
  public long lookAfter(long look) {
    return allLooks().stream().filter(next -> next > look).findFirst().orElseThrow();
  }

  /** The precision at which a cell is closed; empty if claims decide. */
  public Optional<PrecisionRule> precision() {
    return until instanceof PrecisionRule rule ? Optional.of(rule) : Optional.empty();
  }

  /** The claims that decide; empty if a precision does. */
  public Optional<VerdictRule> verdicts() {
    return until instanceof VerdictRule rule ? Optional.of(rule) : Optional.empty();
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
