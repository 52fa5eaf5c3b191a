package io.gradsweep.results.trial;

import static java.util.Objects.requireNonNull;

/** The declaration of one real number recorded along a trial: a column of the trajectories. */
public record MetricSpec(String name, String unit, String about) {

  public MetricSpec {
    Names.requireColumn(name);
    requireNonNull(unit, "unit is null");
    requireNonNull(about, "about is null");
  }

  public static MetricSpec of(String name, String about) {
    return new MetricSpec(name, "1", about);
  }
}
