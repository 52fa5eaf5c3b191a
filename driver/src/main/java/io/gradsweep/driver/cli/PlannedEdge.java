package io.gradsweep.driver.cli;

import io.gradsweep.results.trial.Counted;
import io.gradsweep.sweeps.plan.Plan;
import io.gradsweep.sweeps.plan.Refinement;
import io.gradsweep.sweeps.spec.RefineSpec;
import java.util.Optional;

/**
 * The edge that a sweep searches for in every replicate.
 *
 * @param boundary the condition that changes at the edge
 * @param to the width at which a bracket is narrow enough, as written
 * @param which of several changes is followed
 */
record PlannedEdge(
    String axis, String boundary, String to, String scale, int probes, int extend, String which) {

  /** Empty if the sweep searches for none. */
  static Optional<PlannedEdge> of(Plan plan) {
    return plan.refinement().map(Refinement::spec).map(PlannedEdge::of);
  }

  private static PlannedEdge of(RefineSpec spec) {
    return new PlannedEdge(
        spec.axis(),
        spec.boundary(),
        spec.to().text(),
        spec.scale().word(),
        spec.probes(),
        spec.extend(),
        spec.which().word());
  }

  String words() {
    return "the %s change of %s along %s, to %s on a %s scale; %s beside it, at most %s beyond the grid"
        .formatted(
            which,
            boundary,
            axis,
            to,
            scale,
            Counted.of(probes, "probe"),
            Counted.of(extend, "step"));
  }
}
