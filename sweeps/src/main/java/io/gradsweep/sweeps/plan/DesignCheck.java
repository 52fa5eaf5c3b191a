package io.gradsweep.sweeps.plan;

import io.gradsweep.sweeps.spec.Estimand;
import io.gradsweep.sweeps.spec.PrecisionRule;
import io.gradsweep.sweeps.spec.Problem;
import io.gradsweep.sweeps.spec.ReplicateRule;
import java.util.Optional;

/** Checks a rule of replicates against the cells of its grid. */
final class DesignCheck {

  private DesignCheck() {}

  /** The reason why the rule cannot be used on the grid; empty if it can, or there is none. */
  static Optional<Problem> fault(Plan plan) {
    if (plan.refinement().isPresent() && plan.combinations() > Cells.MOST_COMBINATIONS) {
      return Optional.of(
          new Problem(
              plan.refinement().get().spec().position(),
              "refine: %d combinations of the grid (must be at most %d)"
                  .formatted(plan.combinations(), Cells.MOST_COMBINATIONS)));
    }
    return plan.sweep()
        .grid()
        .replicateRule()
        .flatMap(rule -> fault(plan, rule).map(words -> new Problem(rule.position(), words)));
  }

  private static Optional<String> fault(Plan plan, ReplicateRule rule) {
    if (plan.combinations() > Cells.MOST_COMBINATIONS) {
      return Optional.of(
          "replicates: a rule for %d combinations of the grid (must be at most %d; or a number of"
                  .formatted(plan.combinations(), Cells.MOST_COMBINATIONS)
              + " replicates)");
    }
    Optional<Estimand> single =
        rule.precision().stream()
            .flatMap(precision -> precision.terms().stream())
            .map(PrecisionRule.Term::of)
            .filter(Estimand::needsOnePoint)
            .findFirst();
    return rule.by().isEmpty() || single.isEmpty() || Cells.of(plan, rule.by()).areSingle()
        ? Optional.empty()
        : Optional.of(
            ("replicates.until: %s of cells by %s, which have several %s (must be success,"
                    + " share, mean or geomean, or 'by' all axes)")
                .formatted(
                    single.get(),
                    String.join(", ", rule.by()),
                    plan.refinement().isPresent() ? "edges" : "grid points"));
  }
}
