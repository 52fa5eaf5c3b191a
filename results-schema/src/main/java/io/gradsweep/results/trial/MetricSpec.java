package io.gradsweep.results.trial;

import static java.util.Objects.requireNonNull;

/**
 * The declaration of one real number recorded along a trial: a column of the trajectories.
 *
 * @param fitted whether it is the error that the simulation fits its rate to
 */
public record MetricSpec(String name, String unit, String about, boolean fitted) {

  public MetricSpec {
    Names.requireColumn(name);
    requireNonNull(unit, "unit is null");
    requireNonNull(about, "about is null");
  }

  public MetricSpec(String name, String unit, String about) {
    this(name, unit, about, false);
  }

  /** The same metric, as the error that the simulation fits its rate to. */
  public MetricSpec asFitted() {
    return new MetricSpec(name, unit, about, true);
  }

  public static MetricSpec of(String name, String about) {
    return new MetricSpec(name, "1", about);
  }
}
