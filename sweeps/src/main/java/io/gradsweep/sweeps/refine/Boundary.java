package io.gradsweep.sweeps.refine;

import io.gradsweep.sweeps.spec.Tolerance;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * An edge as far as it is known, in one replicate of one combination.
 *
 * @param bracket the followed one: empty if no two neighbours differ
 * @param middle of a narrow bracket, on the axis's scale
 * @param crossings number of neighbours that differ
 * @param trials number of values that were looked at
 * @param asked values that must be looked at next; empty unless the state is open
 */
public record Boundary(
    BoundaryState state,
    Optional<Bracket> bracket,
    OptionalDouble middle,
    int crossings,
    int trials,
    List<Double> asked) {

  /** Two neighbours with different verdicts. */
  public record Bracket(double lower, double upper) {

    boolean isWiderThan(Tolerance tolerance) {
      return tolerance.isExceeded(ShortDecimal.decimal(lower), ShortDecimal.decimal(upper));
    }
  }

  public Boundary {
    asked = List.copyOf(asked);
  }
}
