package io.gradsweep.sweeps.plan;

import io.gradsweep.results.columns.Column;
import io.gradsweep.results.columns.RefitTable;
import io.gradsweep.results.columns.TrialTable;
import io.gradsweep.results.trial.MetricSpec;
import io.gradsweep.results.trial.Names;
import io.gradsweep.results.trial.Shown;
import io.gradsweep.results.trial.SimulationSpec;
import io.gradsweep.sweeps.spec.RateSpec;
import java.util.List;
import java.util.Optional;

/** Rates that are fitted again when results are read: of which metric, and whether that can be. */
public final class Refit {

  private Refit() {}

  /**
   * The metric to which rates are refitted: the named one, or that of the simulation's own rate.
   */
  public static Optional<MetricSpec> metric(RateSpec rate, SimulationSpec simulation) {
    return simulation.metrics().stream()
        .filter(m -> rate.of().isEmpty() ? m.fitted() : m.name().equals(rate.of().get()))
        .findFirst()
        .or(() -> simulation.metrics().stream().filter(m -> rate.of().isEmpty()).findFirst());
  }

  /** The reason why a rate cannot be refitted, for a person; empty if it can. */
  static Optional<String> fault(RateSpec rate, SimulationSpec simulation) {
    List<String> metrics = simulation.metrics().stream().map(MetricSpec::name).toList();
    if (metric(rate, simulation).isEmpty()) {
      return Optional.of(
          metrics.isEmpty()
              ? "rate: no rate can be refitted (%s records no metric)".formatted(simulation.name())
              : "rate.of: '%s' (must be a metric: %s)%s"
                  .formatted(
                      Shown.briefly(rate.of().orElse("")),
                      String.join(", ", metrics),
                      Names.didYouMean(rate.of().orElse(""), metrics)));
    }
    return TrialTable.of(simulation).columns().stream()
        .map(Column::name)
        .filter(name -> RefitTable.COLUMNS.stream().anyMatch(c -> c.name().equals(name)))
        .findFirst()
        .map("rate: no rate can be refitted (the simulation has a column %s)"::formatted);
  }
}
